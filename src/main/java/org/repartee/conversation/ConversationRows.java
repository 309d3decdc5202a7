package org.repartee.conversation;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.repartee.database.Cursor;

/// The statements on conversations and messages, within one transaction.
final class ConversationRows {
    private static final String STREAMING = AnswerState.STREAMING.label();
    private static final String INTERRUPTED = AnswerState.INTERRUPTED.label();

    private static final String PAGE =
            "select c from ConversationEntity c where c.owner = :owner"
                    + " and c.archived = :archived and c.pinned in :pinned";
    private static final String ORDER = " order by c.updatedAt desc, c.id desc";

    private final EntityManager manager;

    ConversationRows(EntityManager manager) {
        this.manager = manager;
    }

    /// Moves the owner's conversation to the top of the list and locks it until the transaction
    /// ends: two questions in one conversation come one after the other.
    void touch(String owner, UUID id, Instant now) {
        var touched =
                manager.createQuery(
                                "update ConversationEntity c set c.updatedAt = :now, c.archived = :no"
                                        + " where c.id = :id and c.owner = :owner")
                        .setParameter("now", now)
                        .setParameter("no", false)
                        .setParameter("id", id)
                        .setParameter("owner", owner)
                        .executeUpdate();
        if (touched == 0) {
            throw new ConversationFailure.Unknown(id);
        }
    }

    ConversationEntity find(String owner, UUID id) {
        return manager.createQuery(
                        "select c from ConversationEntity c"
                                + " where c.id = :id and c.owner = :owner",
                        ConversationEntity.class)
                .setParameter("id", id)
                .setParameter("owner", owner)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> new ConversationFailure.Unknown(id));
    }

    List<MessageEntity> messages(UUID conversation) {
        return manager.createQuery(
                        "select m from MessageEntity m where m.conversation.id = :conversation"
                                + " order by m.position",
                        MessageEntity.class)
                .setParameter("conversation", conversation)
                .getResultList();
    }

    List<Summary> page(String owner, Shelf shelf, int limit, Optional<Cursor> before) {
        var pinned =
                switch (shelf) {
                    case RECENT -> List.of(false);
                    case PINNED -> List.of(true);
                    case ARCHIVED -> List.of(false, true);
                };
        return before.map(cursor -> pageAfter(owner, cursor))
                .orElseGet(() -> firstPage(owner))
                .setParameter("archived", shelf == Shelf.ARCHIVED)
                .setParameter("pinned", pinned)
                .setMaxResults(limit)
                .getResultStream()
                .map(ConversationEntity::toSummary)
                .toList();
    }

    private TypedQuery<ConversationEntity> firstPage(String owner) {
        return manager.createQuery(PAGE + ORDER, ConversationEntity.class)
                .setParameter("owner", owner);
    }

    // `<=` and then `or`: so PostgreSQL starts in the index where the page before ended.
    private TypedQuery<ConversationEntity> pageAfter(String owner, Cursor cursor) {
        return manager.createQuery(
                        PAGE
                                + " and c.updatedAt <= :time and (c.updatedAt < :time or c.id < :id)"
                                + ORDER,
                        ConversationEntity.class)
                .setParameter("owner", owner)
                .setParameter("time", cursor.time())
                .setParameter("id", cursor.id());
    }

    static Optional<MessageEntity> at(List<MessageEntity> messages, Optional<Integer> position) {
        return position.flatMap(
                wanted -> messages.stream().filter(it -> it.position() == wanted).findFirst());
    }

    /// The message, if it belongs to the conversation.
    MessageEntity message(UUID conversation, UUID id) {
        return manager.createQuery(
                        "select m from MessageEntity m"
                                + " where m.id = :id and m.conversation.id = :conversation",
                        MessageEntity.class)
                .setParameter("id", id)
                .setParameter("conversation", conversation)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> new ConversationFailure.UnknownMessage("message", id));
    }

    void add(ConversationEntity conversation) {
        manager.persist(conversation);
    }

    /// At once, because the next message may name it as its parent.
    void add(MessageEntity message) {
        manager.persist(message);
        manager.flush();
    }

    void delete(String owner, UUID id) {
        var deleted =
                manager.createQuery(
                                "delete from ConversationEntity c"
                                        + " where c.id = :id and c.owner = :owner")
                        .setParameter("id", id)
                        .setParameter("owner", owner)
                        .executeUpdate();
        if (deleted == 0) {
            throw new ConversationFailure.Unknown(id);
        }
    }

    /// Removes messages, and the conversation with them if it began with them; shows again what was
    /// shown before.
    void retract(UUID conversation, Exchange.Undo undo) {
        if (!undo.created().isEmpty()) {
            manager.createQuery("delete from MessageEntity m where m.id in :messages")
                    .setParameter("messages", undo.created())
                    .executeUpdate();
        }
        manager.createQuery(
                        "delete from ConversationEntity c where c.id = :id and not exists"
                                + " (select m from MessageEntity m where m.conversation = c)")
                .setParameter("id", conversation)
                .executeUpdate();
        Optional.ofNullable(manager.find(ConversationEntity.class, conversation))
                .ifPresent(found -> found.show(undo.leaf()));
    }

    /// Saves an answer as far as it got.
    ///
    /// @return whether the answer still exists
    boolean save(DraftText text) {
        var answer = manager.find(MessageEntity.class, text.answer());
        if (answer == null) {
            return false;
        }
        answer.write(text.reasoning(), text.content());
        text.ending().ifPresent(answer::end);
        return true;
    }

    /// Marks an answer that nobody writes any more.
    void interrupt(UUID answer) {
        manager.createQuery(
                        "update MessageEntity m set m.state = :interrupted"
                                + " where m.id = :id and m.state = :streaming")
                .setParameter("interrupted", INTERRUPTED)
                .setParameter("id", answer)
                .setParameter("streaming", STREAMING)
                .executeUpdate();
    }

    /// Marks all answers that an earlier run of the server left open.
    int interruptAll() {
        return manager.createQuery(
                        "update MessageEntity m set m.state = :interrupted"
                                + " where m.state = :streaming")
                .setParameter("interrupted", INTERRUPTED)
                .setParameter("streaming", STREAMING)
                .executeUpdate();
    }
}
