package org.repartee.conversation;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.repartee.database.Cursor;
import org.repartee.database.Database;
import org.repartee.database.DatabaseFailure;
import org.repartee.retention.StoredData;

/// All stored conversations. Each belongs to one owner; another owner's are unknown.
///
/// Every method may be called from any thread and waits for the database, except what a [Draft]
/// does. Each throws [ConversationFailure.Unavailable] while the database is away.
public final class Conversations implements AutoCloseable {

    /// The most conversations of one page.
    public static final int MAX_PAGE = 100;

    private static final System.Logger LOG = System.getLogger(Conversations.class.getName());

    private final Database database;
    private final DraftLimits limits;
    private final Drafts drafts;
    private final DraftWriter writer;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Marks answers that an earlier run left open as interrupted, then starts the writer.
    public Conversations(Database database, DraftLimits limits) {
        this.database = database;
        this.limits = limits;
        this.drafts = new Drafts(limits.maxDrafts());
        this.writer = new DraftWriter(database, drafts);
        var interrupted = inTransaction(ConversationRows::interruptAll);
        if (interrupted > 0) {
            LOG.log(Level.INFO, "answers that the last stop cut off: {0}", interrupted);
        }
        writer.start(limits.saveInterval());
    }

    /// Stores a question and its open answer, in a new conversation if none is named: behind the
    /// branch that is shown.
    ///
    /// @param text what was asked, not blank; the first line becomes a new conversation's title
    /// @param reasoningEffort the API's word, as it was asked for
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    /// @throws ConversationFailure.Busy if its last answer is still being written
    public Exchange ask(
            String owner,
            Optional<UUID> conversation,
            String text,
            String reasoningEffort,
            int maxTokens) {
        var place =
                conversation
                        .<Place>map(id -> new Place.Next(id, text))
                        .orElseGet(() -> new Place.Start(text, ""));
        return ask(new Request(owner, place, reasoningEffort, maxTokens));
    }

    /// Stores a question and its open answer.
    ///
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    /// @throws ConversationFailure.UnknownMessage if the place names a message that is not there
    /// @throws ConversationFailure.Busy if an answer is being written in the conversation
    public Exchange ask(Request request) {
        var answer = request.place() instanceof Place.Onward(_, var cut) ? cut : database.newId();
        try {
            var live = live();
            return inTransaction(rows ->
                    new Placement(rows, database, drafts, live, now()).place(request, answer));
        } catch (ConversationFailure.Busy busy) {
            throw busy; // the draft of that id is another's, if an answer shall go on
        } catch (RuntimeException e) {
            drafts.discard(answer);
            throw e;
        }
    }

    /// One page of the owner's conversations, last asked first.
    ///
    /// @param limit 1 to [#MAX_PAGE]
    /// @param before the cursor of an earlier page's `next`
    /// @throws IllegalArgumentException if the limit is out of range or the cursor is none of ours
    public ConversationPage list(String owner, int limit, Optional<String> before) {
        return list(owner, Shelf.RECENT, limit, before);
    }

    /// The same of one shelf.
    public ConversationPage list(String owner, Shelf shelf, int limit, Optional<String> before) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException(
                    "limit must be within [1, %d], got %d".formatted(MAX_PAGE, limit));
        }
        var cursor = before.map(Cursor::parse);
        var found = inTransaction(rows -> rows.page(owner, shelf, limit + 1, cursor));
        if (found.size() <= limit) {
            return new ConversationPage(found, Optional.empty());
        }
        var shown = found.subList(0, limit);
        var last = shown.getLast();
        return new ConversationPage(
                shown, Optional.of(new Cursor(last.updatedAt(), last.id()).encoded()));
    }

    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    public Summary summary(String owner, UUID conversation) {
        return inTransaction(rows -> rows.find(owner, conversation).toSummary());
    }

    /// A whole conversation, with an answer that is being written as far as it is.
    ///
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    public Transcript read(String owner, UUID conversation) {
        var live = live();
        return inTransaction(rows -> {
            var found = rows.find(owner, conversation);
            var stored = rows.messages(conversation);
            return new Transcript(
                    found.toSummary(),
                    found.instructions(),
                    ConversationRows.at(stored, found.leaf()).map(MessageEntity::id),
                    MessageEntity.messages(stored).stream()
                            .map(message -> drafts.overlay(message, live))
                            .toList());
        });
    }

    /// Gives a conversation another title; its place in the list stays.
    ///
    /// @throws IllegalArgumentException if the title is blank or longer than 80 characters
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    public Summary rename(String owner, UUID conversation, String title) {
        return change(owner, conversation, Changes.title(title));
    }

    /// Changes what is not a message; the conversation's place in the list stays.
    ///
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    /// @throws ConversationFailure.UnknownMessage if it has no such leaf
    public Summary change(String owner, UUID conversation, Changes changes) {
        return inTransaction(rows -> {
            var found = rows.find(owner, conversation);
            changes.leaf()
                    .map(leaf -> rows.message(conversation, leaf).position())
                    .ifPresent(leaf -> found.show(Optional.of(leaf)));
            found.change(changes);
            return found.toSummary();
        });
    }

    /// Keeps what the owner thinks of an answer; empty: nothing any more.
    ///
    /// @throws ConversationFailure.UnknownMessage if the conversation has no such answer
    public void rate(String owner, UUID conversation, UUID answer, Optional<Rating> rating) {
        inTransaction(rows -> {
            rows.find(owner, conversation);
            var message = rows.message(conversation, answer);
            if (!message.isAnswer()) {
                throw new ConversationFailure.UnknownMessage("answer", answer);
            }
            message.rate(rating);
            return message;
        });
    }

    /// Deletes a conversation with all its messages. An answer that is being written goes on for
    /// its reader and is not stored.
    ///
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    public void delete(String owner, UUID conversation) {
        inTransaction(rows -> {
            rows.delete(owner, conversation);
            return conversation;
        });
    }

    /// Takes back a question that could not be put to the model, with its open answer, and the
    /// conversation too if it began with it: nothing of it is left.
    public void retract(Exchange exchange) {
        if (exchange.undo().created().isEmpty()) {
            exchange.draft().finish(Ending.cutOff());
            return;
        }
        inTransaction(rows -> {
            rows.retract(exchange.conversation(), exchange.undo());
            return exchange;
        });
        drafts.discard(exchange.answer());
    }

    /// The conversations of a database as data about people.
    public static StoredData data(Database database) {
        return new ConversationData(database);
    }

    /// A snapshot; the numbers need not belong to one instant.
    public DraftCounters counters() {
        return new DraftCounters(drafts.size(), writer.retries(), writer.dropped());
    }

    /// Ends open answers as interrupted and saves everything that is not yet saved.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        drafts.close();
        try {
            var lost = writer.close(limits.drainTimeout());
            if (lost > 0) {
                LOG.log(Level.ERROR, "{0} answers could not be saved before the stop", lost);
            }
        } catch (InterruptedException e) {
            LOG.log(Level.ERROR, "Interrupted, {0} answers were not saved", drafts.size());
            Thread.currentThread().interrupt();
        }
    }

    // Taken before rows are read: a draft that is saved and forgotten meanwhile still counts.
    private Map<UUID, Draft> live() {
        return drafts.all().stream()
                .collect(Collectors.toUnmodifiableMap(Draft::answer, Function.identity()));
    }

    private <T> T inTransaction(Function<ConversationRows, T> work) {
        try {
            return database.inTransaction(manager -> work.apply(new ConversationRows(manager)));
        } catch (DatabaseFailure failure) {
            throw new ConversationFailure.Unavailable(
                    "the database is not available, try again later", failure);
        }
    }

    // PostgreSQL keeps microseconds: what is returned must be what is stored.
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
