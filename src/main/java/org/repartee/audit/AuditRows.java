package org.repartee.audit;

import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// The statements on audit rows, within one transaction.
final class AuditRows {
    private final EntityManager manager;

    AuditRows(EntityManager manager) {
        this.manager = manager;
    }

    void add(AuditRow row) {
        manager.persist(new AuditEntity(row));
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
