package org.repartee.retention;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import org.repartee.database.Database;

/// The jobs' own log. Who asked for an erasure stays in it until it is too old: that is what it is
/// for.
record JobLogData(Database database) implements StoredData {

    private static final OldestRows OLDEST = new OldestRows("job_log", "finished_at");

    @Override
    public String name() {
        return "job-log";
    }

    @Override
    public int expire(Instant before, int atMost) {
        return database.inTransaction(manager -> OLDEST.delete(manager, before, atMost));
    }

    @Override
    public int erase(String owner, int atMost) {
        return 0;
    }

    @Override
    public void export(String owner, JsonGenerator json) {
        // Nothing in it is about whoever is not an operator.
    }
}
