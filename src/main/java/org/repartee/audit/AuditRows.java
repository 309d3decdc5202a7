package org.repartee.audit;

import static org.repartee.database.ColumnText.fit;

import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// The statements that write audit rows, within one transaction.
final class AuditRows {
    private final EntityManager manager;

    AuditRows(EntityManager manager) {
        this.manager = manager;
    }

    /// Adds rows that are not there yet, each under its owner's pseudonym, and counts them into the
    /// usage of their day.
    void add(List<AuditRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var pseudonyms =
                pseudonyms(rows.stream().map(AuditRows::owner).collect(Collectors.toSet()));
        var usage = new DailyUsage();
        for (var row : rows) {
            var pseudonym = pseudonyms.computeIfAbsent(owner(row), this::introduce);
            manager.persist(new AuditEntity(row, pseudonym));
            usage.count(pseudonym, row.content());
        }
        manager.flush();
        usage.addTo(manager);
    }

    private static String owner(AuditRow row) {
        return fit(row.content().owner(), AuditEntity.NAME);
    }

    // Asked anew for each batch: another server may have erased someone since the last one. When
    // two
    // servers meet someone new at the same time, one of them fails and tries again.
    private Map<String, UUID> pseudonyms(Set<String> owners) {
        var pseudonyms = new HashMap<String, UUID>();
        manager.createQuery(
                        "select p from AuditPersonEntity p where p.owner in :owners",
                        AuditPersonEntity.class)
                .setParameter("owners", owners)
                .getResultStream()
                .forEach(person -> pseudonyms.put(person.owner(), person.pseudonym()));
        return pseudonyms;
    }

    private UUID introduce(String owner) {
        var person = new AuditPersonEntity(UUID.randomUUID(), owner);
        manager.persist(person);
        return person.pseudonym();
    }

    /// @return whether the request's row is there
    boolean measured(String requestId, PageTimes times) {
        var row =
                manager.createQuery(
                                "select a from AuditEntity a where a.requestId = :request",
                                AuditEntity.class)
                        .setParameter("request", requestId)
                        .getResultStream()
                        .findFirst();
        row.ifPresent(it -> it.measured(times));
        return row.isPresent();
    }

    /// Which of these rows are in the database already.
    Set<UUID> stored(List<UUID> ids) {
        return new HashSet<>(
                manager.createQuery("select a.id from AuditEntity a where a.id in :ids", UUID.class)
                        .setParameter("ids", ids)
                        .getResultList());
    }
}
