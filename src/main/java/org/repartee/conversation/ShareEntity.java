package org.repartee.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/// A row of the table `share`.
@Entity
@Table(name = "share")
@SuppressWarnings("NullAway.Init") // by the persistence provider
class ShareEntity {
    @Id
    @Column(name = "conversation_id")
    private UUID conversation;

    private String token;

    @Column(name = "leaf_id")
    private UUID leaf;

    @Column(name = "created_at")
    private Instant createdAt;

    protected ShareEntity() {}

    ShareEntity(UUID conversation, String token, UUID leaf, Instant now) {
        this.conversation = conversation;
        this.token = token;
        this.leaf = leaf;
        this.createdAt = now;
    }

    /// The link stays, what it shows is of now.
    void renew(UUID newLeaf, Instant now) {
        leaf = newLeaf;
        createdAt = now;
    }

    UUID conversation() {
        return conversation;
    }

    Share toShare() {
        return new Share(token, leaf, createdAt);
    }
}
