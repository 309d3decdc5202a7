package org.repartee.access;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import org.repartee.database.Database;
import org.repartee.retention.OldestRows;
import org.repartee.retention.StoredData;

/// What happened to accounts and keys, as data about people. To erase someone takes their name out;
/// the rows stay.
record AccessEventData(Database database) implements StoredData {

    private static final OldestRows OLDEST = new OldestRows("access_event", "happened_at");

    // No person's name is empty, so a row that has lost its names is not found again.
    private static final String NAMELESS =
            "update access_event set actor = case when actor = ?1 then '' else actor end,"
                    + " target = case when target = ?1 or substring(target, 1, ?3) = ?4"
                    + " then '' else target end"
                    + " where id in (select id from access_event where actor = ?1 or target = ?1"
                    + " or substring(target, 1, ?3) = ?4 limit ?2)";

    @Override
    public String name() {
        return "access-events";
    }

    @Override
    public int expire(Instant before, int atMost) {
        return database.inTransaction(manager -> OLDEST.delete(manager, before, atMost));
    }

    @Override
    public int erase(String owner, int atMost) {
        // A look at one of someone's chats names them and the chat.
        var chat = owner + "/";
        return database.inTransaction(manager ->
                manager.createNativeQuery(NAMELESS)
                        .setParameter(1, owner)
                        .setParameter(2, atMost)
                        .setParameter(3, chat.length())
                        .setParameter(4, chat)
                        .executeUpdate());
    }

    @Override
    public void export(String owner, JsonGenerator json) {
        json.writeStartArray(name());
        database.inTransaction(manager -> {
            manager.createQuery(
                            "select e from EventEntity e where e.actor = :owner"
                                    + " order by e.happenedAt, e.id",
                            EventEntity.class)
                    .setParameter("owner", owner)
                    .getResultStream()
                    .forEach(event -> event.export(json));
            return owner;
        });
        json.writeEnd();
    }
}
