package org.repartee.conversation;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.repartee.database.Database;
import org.repartee.database.DatabaseFailure;
import org.repartee.database.Outage;

/// Saves the drafts that changed, all of them in one transaction, again and again on one thread.
///
/// While the database is away the drafts stay as they are and the newest text is saved later. An
/// answer whose conversation was deleted is dropped. A draft that a working database refuses five
/// times is given up, so that the others go on.
final class DraftWriter {
    private static final System.Logger LOG = System.getLogger(DraftWriter.class.getName());
    private static final int MOST_REFUSALS = 5;

    private final Database database;
    private final Drafts drafts;
    private final Outage outage = new Outage("answers", System::nanoTime);
    private final AtomicLong dropped = new AtomicLong();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("repartee-drafts").factory());

    DraftWriter(Database database, Drafts drafts) {
        this.database = database;
        this.drafts = drafts;
    }

    void start(Duration interval) {
        var nanos = interval.toNanos();
        var unused = thread.scheduleWithFixedDelay(this::turn, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    // An exception would end the schedule for good.
    private void turn() {
        try {
            if (outage.remainingPause() == 0) {
                save();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "Answers could not be saved; they are tried again", e);
            outage.failed(e);
        }
    }

    private void save() {
        var changed = drafts.all().stream().filter(Draft::isChanged).toList();
        if (changed.isEmpty()) {
            return;
        }
        try {
            save(changed);
            outage.over();
        } catch (DatabaseFailure failure) {
            if (database.answers()) {
                changed.forEach(this::saveAlone);
            } else {
                outage.failed(failure);
            }
        }
    }

    private void saveAlone(Draft draft) {
        try {
            save(List.of(draft));
        } catch (DatabaseFailure failure) {
            if (draft.refused() >= MOST_REFUSALS) {
                LOG.log(
                        Level.ERROR,
                        "The database refuses answer {0}, it is given up: {1}",
                        draft.answer(),
                        failure.getMessage());
                settle(draft, draft.text(), false);
            }
        }
    }

    private void save(List<Draft> changed) {
        var saves =
                database.inTransaction(manager -> {
                    var rows = new ConversationRows(manager);
                    return changed.stream()
                            .map(draft -> save(rows, draft))
                            .flatMap(Optional::stream)
                            .toList();
                });
        saves.forEach(save -> settle(save.draft(), save.text(), save.exists()));
    }

    private static Optional<Save> save(ConversationRows rows, Draft draft) {
        return draft.unsaved().map(text -> new Save(draft, text, rows.save(text)));
    }

    private void settle(Draft draft, DraftText text, boolean exists) {
        draft.saved(text);
        if (draft.isSettled()) {
            drafts.discard(draft);
            if (!exists) {
                dropped.incrementAndGet();
            }
        }
    }

    /// Stops the schedule and saves what is left, for at most as long as given.
    ///
    /// @return how many answers could not be saved
    int close(Duration longest) throws InterruptedException {
        var deadline = System.nanoTime() + longest.toNanos();
        thread.shutdown();
        var idle = thread.awaitTermination(longest.toNanos(), TimeUnit.NANOSECONDS);
        while (idle && drafts.size() > 0 && System.nanoTime() - deadline < 0) {
            TimeUnit.NANOSECONDS.sleep(outage.remainingPause());
            turn();
        }
        return drafts.size();
    }

    long retries() {
        return outage.failures();
    }

    long dropped() {
        return dropped.get();
    }

    private record Save(Draft draft, DraftText text, boolean exists) {}
}
