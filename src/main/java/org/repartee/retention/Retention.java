package org.repartee.retention;

import jakarta.json.stream.JsonGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.repartee.database.Database;
import org.repartee.database.DatabaseFailure;

/// Keeps no longer than it should: removes what is too old, erases people, exports their data.
///
/// Safe on several servers with one database: whoever holds the lease works. Safe to use from any
/// thread; each method waits for the database.
public final class Retention {
    private static final String JOB = "retention";
    private static final int NAME_LENGTH = 255;
    private static final int ON_DEMAND_ROWS = 2000;
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final List<StoredData> stored;
    private final RetentionConfig config;
    private final Clock clock;
    private final Lease lease;
    private final Erasures erasures;
    private final JobLog log;

    /// @param node this server's name, for the lease and the log; no two servers have the same
    Retention(
            Database database,
            List<StoredData> stored,
            RetentionConfig config,
            String node,
            Clock clock) {
        this.stored = stored.stream().sorted(Comparator.comparing(StoredData::holdsName)).toList();
        this.config = config;
        this.clock = clock;
        this.lease = new Lease(database, JOB, node, LEASE);
        this.erasures = new Erasures(database);
        this.log = new JobLog(database, node);
    }

    /// For a command: removes nothing by age, erases and exports.
    ///
    /// @param node the command's name, as no server's
    public static Retention onDemand(Database database, List<StoredData> stored, String node) {
        var config = new RetentionConfig(Duration.ofMinutes(5), ON_DEMAND_ROWS, Map.of());
        return new Retention(database, stored, config, node, Clock.systemUTC());
    }

    /// Whether an erasure that was asked for is not done.
    public boolean waitsToBeErased(String owner) {
        return erasures.waiting().stream().anyMatch(erasure -> erasure.owner().equals(owner));
    }

    Duration interval() {
        return config.interval();
    }

    /// Has a person erased by the next run, on whichever server that is: their conversations go,
    /// the audit keeps its rows without a name. Their account must be closed before, or they come
    /// back.
    ///
    /// @param requestedBy who asked for it, for the log
    /// @throws IllegalArgumentException if a name is blank or longer than 255 characters
    public void erase(String owner, String requestedBy) {
        requireName("owner", owner);
        requireName("requestedBy", requestedBy);
        erasures.request(owner, requestedBy);
    }

    /// Writes an object with all that is stored about a person.
    public void export(String owner, JsonGenerator json) {
        json.writeStartObject()
                .write("owner", owner)
                .write("exported_at", clock.instant().toString());
        stored.forEach(data -> data.export(owner, json));
        json.writeEnd();
    }

    /// Erases who waits for it, then removes what is too old. Does nothing while another server is
    /// at it. A part that fails is logged and tried again by the next run; the others go on.
    ///
    /// @return whether this server had the lease
    public boolean run() {
        if (!lease.take()) {
            return false;
        }
        erasures.waiting().forEach(this::erase);
        stored.forEach(this::expire);
        lease.release();
        return true;
    }

    private void erase(Erasures.Erasure erasure) {
        var rows = new Rows();
        try {
            for (var data : stored) {
                rows.removeAll(() -> data.erase(erasure.owner(), config.batchRows()));
            }
            log.erased(rows.count, erasure.requestedBy());
            erasures.done(erasure);
        } catch (DatabaseFailure | LeaseLost failure) {
            log.failed("erasure", rows.count, failure);
        }
    }

    private void expire(StoredData data) {
        var kept = config.periods().get(data.name());
        if (kept == null) {
            return;
        }
        var before = dayBefore(kept).atStartOfDay(ZoneOffset.UTC).toInstant();
        var rows = new Rows();
        try {
            rows.removeAll(() -> data.expire(before, config.batchRows()));
            if (rows.count > 0) {
                log.removed(data.name(), rows.count);
            }
        } catch (DatabaseFailure | LeaseLost failure) {
            log.failed(data.name(), rows.count, failure);
        }
    }

    // Whole days: a day's rows go together.
    private LocalDate dayBefore(Period kept) {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minus(kept);
    }

    private static void requireName(String what, String name) {
        if (name.isBlank() || name.length() > NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "%s must have 1 to %d characters, got %d"
                            .formatted(what, NAME_LENGTH, name.strip().length()));
        }
    }

    /// Counts what one job removed, batch after batch, each under a renewed lease.
    private final class Rows {
        private long count;

        void removeAll(IntSupplier batch) {
            int removed;
            do {
                if (!lease.take()) {
                    throw new LeaseLost();
                }
                removed = batch.getAsInt();
                count += removed;
            } while (removed > 0);
        }
    }

    private static final class LeaseLost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeaseLost() {
            super("another server has taken over");
        }
    }
}
