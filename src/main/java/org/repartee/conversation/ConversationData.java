package org.repartee.conversation;

import jakarta.json.stream.JsonGenerator;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.repartee.database.Cursor;
import org.repartee.database.Database;
import org.repartee.retention.OldestRows;
import org.repartee.retention.StoredData;

/// Conversations as data about people: their age is that of their last question.
///
/// What is deleted takes its messages along. An answer that is being written meanwhile goes on for
/// its reader and is not stored.
record ConversationData(Database database) implements StoredData {

    private static final OldestRows OLDEST = new OldestRows("conversation", "updated_at");
    private static final int PAGE = 100;

    @Override
    public String name() {
        return "conversations";
    }

    @Override
    public int expire(Instant before, int atMost) {
        return database.inTransaction(manager -> OLDEST.delete(manager, before, atMost));
    }

    @Override
    public int erase(String owner, int atMost) {
        return database.inTransaction(manager ->
                manager.createNativeQuery(
                                "delete from conversation where id in (select id from conversation"
                                        + " where owner = ?1 limit ?2)")
                        .setParameter(1, owner)
                        .setParameter(2, atMost)
                        .executeUpdate());
    }

    // Page by page and one conversation at a time: nobody's texts have to fit into memory.
    @Override
    public void export(String owner, JsonGenerator json) {
        json.writeStartArray(name());
        for (var shelf : Shelf.values()) {
            export(owner, shelf, json);
        }
        json.writeEnd();
    }

    private void export(String owner, Shelf shelf, JsonGenerator json) {
        Optional<Cursor> before = Optional.empty();
        List<Summary> page;
        do {
            page = page(owner, shelf, before);
            page.forEach(summary -> export(summary, json));
            before =
                    page.isEmpty()
                            ? before
                            : Optional.of(
                                    new Cursor(page.getLast().updatedAt(), page.getLast().id()));
        } while (page.size() == PAGE);
    }

    private List<Summary> page(String owner, Shelf shelf, Optional<Cursor> before) {
        return database.inTransaction(
                manager -> new ConversationRows(manager).page(owner, shelf, PAGE, before));
    }

    /// What there is to export of one conversation, except its summary.
    private record Whole(String instructions, Optional<Instant> sharedAt, List<Message> messages) {}

    /// Empty if it was deleted a moment ago.
    private static Optional<Whole> whole(EntityManager manager, UUID id) {
        return Optional.ofNullable(manager.find(ConversationEntity.class, id))
                .map(found ->
                        new Whole(
                                found.instructions(),
                                Optional.ofNullable(manager.find(ShareEntity.class, id))
                                        .map(share -> share.toShare().createdAt()),
                                MessageEntity.messages(
                                        new ConversationRows(manager).messages(id))));
    }

    private void export(Summary summary, JsonGenerator json) {
        database.inTransaction(manager -> whole(manager, summary.id()))
                .ifPresent(whole -> export(summary, whole, json));
    }

    private static void export(Summary summary, Whole whole, JsonGenerator json) {
        json.writeStartObject()
                .write("id", summary.id().toString())
                .write("title", summary.title())
                .write("created_at", summary.createdAt().toString())
                .write("updated_at", summary.updatedAt().toString())
                .write("pinned", summary.pinned())
                .write("archived", summary.archived())
                .write("instructions", whole.instructions());
        whole.sharedAt().ifPresent(at -> json.write("shared_at", at.toString()));
        json.writeStartArray("messages");
        whole.messages().forEach(message -> export(message, json));
        json.writeEnd().writeEnd();
    }

    private static void export(Message message, JsonGenerator json) {
        json.writeStartObject()
                .write("id", message.id().toString())
                .write("created_at", message.createdAt().toString());
        message.parent().ifPresent(parent -> json.write("parent", parent.toString()));
        switch (message) {
            case Message.Question _ -> json.write("role", "user");
            case Message.Answer answer -> {
                json.write("role", "assistant")
                        .write("state", answer.state().label())
                        .write("reasoning", answer.reasoning());
                answer.rating()
                        .ifPresent(rating ->
                                json.writeStartObject("rating")
                                        .write("good", rating.good())
                                        .write("comment", rating.comment())
                                        .writeEnd());
            }
        }
        json.write("content", message.content()).writeEnd();
    }
}
