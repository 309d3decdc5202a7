package org.repartee.audit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/// A row of the table `audit_person`: who is behind a pseudonym.
@Entity
@Table(name = "audit_person")
@SuppressWarnings("NullAway.Init") // by the persistence provider
class AuditPersonEntity {
    @Id private UUID pseudonym;

    private String owner;

    protected AuditPersonEntity() {}

    AuditPersonEntity(UUID pseudonym, String owner) {
        this.pseudonym = pseudonym;
        this.owner = owner;
    }

    UUID pseudonym() {
        return pseudonym;
    }

    String owner() {
        return owner;
    }
}
