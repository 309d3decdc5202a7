package org.repartee.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/// A row of the table `conversation`.
@Entity
@Table(name = "conversation")
@SuppressWarnings("NullAway.Init") // by the persistence provider
class ConversationEntity {
    @Id private UUID id;

    private String owner;

    private String title;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    protected ConversationEntity() {}

    ConversationEntity(UUID id, String owner, String title, Instant now) {
        this.id = id;
        this.owner = owner;
        this.title = title;
        this.createdAt = now;
        this.updatedAt = now;
    }

    void rename(String newTitle) {
        title = newTitle;
    }

    UUID id() {
        return id;
    }

    String title() {
        return title;
    }

    Summary toSummary() {
        return new Summary(id, title, createdAt, updatedAt);
    }
}
