package org.repartee.conversation;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.repartee.database.Cursor;
import org.repartee.database.Database;
import org.repartee.retention.StoredData;

/// Conversations as data about people: their age is that of their last question.
///
/// What is deleted takes its messages along. An answer that is being written meanwhile goes on for
/// its reader and is not stored.
record ConversationData(Database database) implements StoredData {
    private static final int PAGE = 100;

    @Override
    public String name() {
        return "conversations";
    }

    @Override
    public int expire(Instant before, int atMost) {
        return database.inTransaction(manager ->
                manager.createNativeQuery(
                                "delete from conversation where id in (select id from conversation"
                                        + " where updated_at < ?1 order by updated_at limit ?2)")
                        .setParameter(1, before.atOffset(ZoneOffset.UTC))
                        .setParameter(2, atMost)
                        .executeUpdate());
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
        Optional<Cursor> before = Optional.empty();
        List<Summary> page;
        do {
            page = page(owner, before);
            page.forEach(summary -> export(summary, json));
            before =
                    page.isEmpty()
                            ? before
                            : Optional.of(
                                    new Cursor(page.getLast().updatedAt(), page.getLast().id()));
        } while (page.size() == PAGE);
        json.writeEnd();
    }

    private List<Summary> page(String owner, Optional<Cursor> before) {
        return database.inTransaction(
                manager -> new ConversationRows(manager).page(owner, PAGE, before));
    }

    private void export(Summary summary, JsonGenerator json) {
        var messages =
                database.inTransaction(manager ->
                        new ConversationRows(manager)
                                .messages(summary.id()).stream()
                                        .map(MessageEntity::toMessage)
                                        .toList());
        json.writeStartObject()
                .write("id", summary.id().toString())
                .write("title", summary.title())
                .write("created_at", summary.createdAt().toString())
                .write("updated_at", summary.updatedAt().toString())
                .writeStartArray("messages");
        messages.forEach(message -> export(message, json));
        json.writeEnd().writeEnd();
    }

    private static void export(Message message, JsonGenerator json) {
        json.writeStartObject()
                .write("id", message.id().toString())
                .write("created_at", message.createdAt().toString());
        switch (message) {
            case Message.Question _ -> json.write("role", "user");
            case Message.Answer answer ->
                    json.write("role", "assistant")
                            .write("state", answer.state().label())
                            .write("reasoning", answer.reasoning());
        }
        json.write("content", message.content()).writeEnd();
    }
}
