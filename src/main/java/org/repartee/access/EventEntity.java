package org.repartee.access;

import static org.repartee.database.ColumnText.fit;

import jakarta.json.stream.JsonGenerator;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/// A row of the table `access_event`.
@Entity
@Table(name = "access_event")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // by the persistence provider
class EventEntity {
    private static final int NAME = 64;
    private static final int TARGET = 255;

    @Id private UUID id;

    @Column(name = "happened_at")
    private Instant happenedAt;

    private String actor;

    private String action;

    private String target;

    protected EventEntity() {}

    EventEntity(UUID id, Instant happenedAt, String actor, Action action, String target) {
        this.id = id;
        this.happenedAt = happenedAt;
        this.actor = fit(actor, NAME);
        this.action = action.name().toLowerCase(Locale.ROOT);
        this.target = fit(target, TARGET);
    }

    /// Writes it for whoever did it.
    void export(JsonGenerator json) {
        json.writeStartObject()
                .write("happened_at", happenedAt.toString())
                .write("action", action)
                .write("target", target)
                .writeEnd();
    }

    /// What can happen.
    enum Action {
        SIGNED_IN,
        SIGN_IN_FAILED,
        SIGNED_OUT,
        PASSWORD_CHANGED,
        ACCOUNT_CREATED,
        ACCOUNT_CHANGED,
        KEY_CREATED,
        KEY_REVOKED,
        CONVERSATIONS_LISTED,
        CONVERSATION_READ
    }
}
