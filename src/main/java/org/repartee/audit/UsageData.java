package org.repartee.audit;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.repartee.database.Database;
import org.repartee.retention.StoredData;

/// The daily usage as data about people. It knows pseudonyms only, so that whoever is erased in the
/// audit is erased here.
record UsageData(Database database) implements StoredData {

    @Override
    public String name() {
        return "usage";
    }

    @Override
    public int expire(Instant before, int atMost) {
        return database.inTransaction(manager ->
                manager.createNativeQuery(
                                "delete from audit_usage where (usage_day, person, model) in"
                                        + " (select usage_day, person, model from audit_usage"
                                        + " where usage_day < ?1 limit ?2)")
                        .setParameter(1, LocalDate.ofInstant(before, ZoneOffset.UTC))
                        .setParameter(2, atMost)
                        .executeUpdate());
    }

    @Override
    public int erase(String owner, int atMost) {
        return 0;
    }

    @Override
    public void export(String owner, JsonGenerator json) {
        // The sums of what the audit's part holds row by row.
    }
}
