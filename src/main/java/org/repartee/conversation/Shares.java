package org.repartee.conversation;

import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.repartee.database.Database;
import org.repartee.database.DatabaseFailure;

/// Links by which others read one branch of a conversation, until its owner takes them back.
public final class Shares {

    private static final int TOKEN_BYTES = 32;

    private final Database database;
    private final SecureRandom random = new SecureRandom();

    Shares(Database database) {
        this.database = database;
    }

    /// Shares the branch that is shown now. A link that was given before stays the same.
    ///
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    public Share share(String owner, UUID conversation) {
        return inTransaction(manager -> {
            var rows = new ConversationRows(manager);
            var found = rows.find(owner, conversation);
            var leaf =
                    ConversationRows.at(rows.messages(conversation), found.leaf())
                            .orElseThrow(() -> new ConversationFailure.Unknown(conversation))
                            .id();
            var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            var share = manager.find(ShareEntity.class, conversation);
            if (share == null) {
                share = new ShareEntity(conversation, token(), leaf, now);
                manager.persist(share);
            } else {
                share.renew(leaf, now);
            }
            return share.toShare();
        });
    }

    /// The link to a conversation, if there is one.
    ///
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    public Optional<Share> of(String owner, UUID conversation) {
        return inTransaction(manager -> {
            new ConversationRows(manager).find(owner, conversation);
            return Optional.ofNullable(manager.find(ShareEntity.class, conversation))
                    .map(ShareEntity::toShare);
        });
    }

    /// From now on the link leads nowhere.
    ///
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    public void revoke(String owner, UUID conversation) {
        inTransaction(manager -> {
            new ConversationRows(manager).find(owner, conversation);
            var share = manager.find(ShareEntity.class, conversation);
            if (share != null) {
                manager.remove(share);
            }
            return conversation;
        });
    }

    /// What the link shows: the shared branch only. Empty if it was taken back or never given.
    public Optional<Transcript> read(String token) {
        return inTransaction(manager ->
                manager.createQuery(
                                "select s from ShareEntity s where s.token = :token",
                                ShareEntity.class)
                        .setParameter("token", token)
                        .getResultStream()
                        .findFirst()
                        .map(share -> transcript(manager, share)));
    }

    private static Transcript transcript(EntityManager manager, ShareEntity share) {
        var conversation = manager.find(ConversationEntity.class, share.conversation());
        var leaf = Optional.of(share.toShare().leaf());
        var messages =
                MessageEntity.messages(
                        new ConversationRows(manager).messages(share.conversation()));
        return new Transcript(
                conversation.toSummary(), "", leaf, Transcript.branch(messages, leaf));
    }

    private String token() {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private <T> T inTransaction(Function<EntityManager, T> work) {
        try {
            return database.inTransaction(work);
        } catch (DatabaseFailure failure) {
            throw new ConversationFailure.Unavailable(
                    "the database is not available, try again later", failure);
        }
    }
}
