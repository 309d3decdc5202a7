package org.repartee.audit;

import jakarta.json.stream.JsonGenerator;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.repartee.database.Database;
import org.repartee.retention.OldestRows;
import org.repartee.retention.StoredData;

/// The audit as data about people. To erase someone removes the name behind their pseudonym, and
/// the sentences of errors, which may quote what was sent; the rows stay.
record AuditData(Database database, AuditQueries queries) implements StoredData {

    private static final OldestRows OLDEST = new OldestRows("audit", "received_at");

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public int expire(Instant before, int atMost) {
        return database.inTransaction(manager -> {
            var rows = OLDEST.delete(manager, before, atMost);
            return rows > 0 ? rows : forgetUnused(manager, atMost);
        });
    }

    // A name that nothing is under any more. If its owner asks again, they get another pseudonym.
    private static int forgetUnused(EntityManager manager, int atMost) {
        return manager.createNativeQuery(
                        "delete from audit_person where pseudonym in"
                                + " (select p.pseudonym from audit_person p where"
                                + " not exists (select 1 from audit a where a.person = p.pseudonym)"
                                + " and not exists"
                                + " (select 1 from audit_usage u where u.person = p.pseudonym)"
                                + " limit ?1)")
                .setParameter(1, atMost)
                .executeUpdate();
    }

    @Override
    public int erase(String owner, int atMost) {
        return database.inTransaction(manager ->
                AuditPersons.pseudonym(manager, owner)
                        .map(person -> erase(manager, person, atMost))
                        .orElse(0));
    }

    private static int erase(EntityManager manager, UUID person, int atMost) {
        var quotes =
                manager.createNativeQuery(
                                "update audit set error_message = null where id in (select id"
                                        + " from audit where person = ?1"
                                        + " and error_message is not null limit ?2)")
                        .setParameter(1, person)
                        .setParameter(2, atMost)
                        .executeUpdate();
        return quotes > 0
                ? quotes
                : manager.createQuery("delete from AuditPersonEntity p where p.pseudonym = :person")
                        .setParameter("person", person)
                        .executeUpdate();
    }

    @Override
    public void export(String owner, JsonGenerator json) {
        json.writeStartArray(name());
        var wanted = AuditFilter.NONE.ofOwner(owner);
        Optional<String> next = Optional.empty();
        do {
            var page = queries.newest(wanted, AuditQueries.MAX_PAGE, next);
            page.requests().forEach(request -> AuditJson.write(request, json));
            next = page.next();
        } while (next.isPresent());
        json.writeEnd();
    }
}
