package org.repartee.audit;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Who is behind a pseudonym, and the other way round.
final class AuditPersons {
    private AuditPersons() {}

    static Optional<UUID> pseudonym(EntityManager manager, String owner) {
        return manager.createQuery(
                        "select p.pseudonym from AuditPersonEntity p where p.owner = :owner",
                        UUID.class)
                .setParameter("owner", owner)
                .getResultStream()
                .findFirst();
    }

    /// Without those who were erased.
    static Map<UUID, String> owners(EntityManager manager, Collection<UUID> pseudonyms) {
        if (pseudonyms.isEmpty()) {
            return Map.of();
        }
        return manager.createQuery(
                        "select p from AuditPersonEntity p where p.pseudonym in :pseudonyms",
                        AuditPersonEntity.class)
                .setParameter("pseudonyms", pseudonyms)
                .getResultStream()
                .collect(Collectors.toMap(AuditPersonEntity::pseudonym, AuditPersonEntity::owner));
    }
}
