package org.repartee.conversation;

import static org.repartee.database.ColumnText.clean;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

    @Column(name = "leaf_position")
    private @Nullable Integer leafPosition;

    private boolean pinned;

    private boolean archived;

    private String instructions;

    protected ConversationEntity() {}

    ConversationEntity(UUID id, String owner, String title, Instant now) {
        this.id = id;
        this.owner = owner;
        this.title = title;
        this.createdAt = now;
        this.updatedAt = now;
        this.instructions = "";
    }

    void instruct(String newInstructions) {
        instructions = clean(newInstructions);
    }

    void change(Changes changes) {
        changes.title().ifPresent(it -> title = it);
        changes.pinned().ifPresent(it -> pinned = it);
        changes.archived().ifPresent(it -> archived = it);
        changes.instructions().ifPresent(this::instruct);
    }

    /// From now on this branch is shown.
    void show(Optional<Integer> position) {
        leafPosition = position.orElse(null);
    }

    Optional<Integer> leaf() {
        return Optional.ofNullable(leafPosition);
    }

    String instructions() {
        return instructions;
    }

    UUID id() {
        return id;
    }

    String title() {
        return title;
    }

    Summary toSummary() {
        return new Summary(id, title, createdAt, updatedAt, pinned, archived);
    }
}
