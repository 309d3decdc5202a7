package org.repartee.retention;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.time.ZoneOffset;
import org.repartee.database.Database;

/// The jobs' own log. Who asked for an erasure stays in it until it is too old: that is what it is
/// for.
record JobLogData(Database database) implements StoredData {

    @Override
    public String name() {
        return "job-log";
    }

    @Override
    public int expire(Instant before, int atMost) {
        return database.inTransaction(manager ->
                manager.createNativeQuery(
                                "delete from job_log where id in (select id from job_log"
                                        + " where finished_at < ?1 order by finished_at limit ?2)")
                        .setParameter(1, before.atOffset(ZoneOffset.UTC))
                        .setParameter(2, atMost)
                        .executeUpdate());
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
