package org.repartee.conversation;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.repartee.database.Database;
import org.repartee.database.DatabaseFailure;

/// Finds conversations by words of their titles and messages.
///
/// A part of a word is found, too, in any script: the database compares text, which is quick among
/// the messages of one person and needs no dictionary of their language.
public final class ConversationSearch {

    private static final int MOST = 30;
    private static final int MOST_PASSAGES = 200;
    private static final char ESCAPE = '!';

    private final Database database;

    ConversationSearch(Database database) {
        this.database = database;
    }

    /// At most 30 conversations, titles that match first, then the last asked first.
    ///
    /// @param words what is looked for, not blank; capital letters do not matter
    public List<Found> find(String owner, String words) {
        var wanted = words.strip();
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("q must not be blank");
        }
        try {
            return database.inTransaction(manager -> find(manager, owner, wanted));
        } catch (DatabaseFailure failure) {
            throw new ConversationFailure.Unavailable(
                    "the database is not available, try again later", failure);
        }
    }

    private static List<Found> find(EntityManager manager, String owner, String wanted) {
        var found = new LinkedHashMap<UUID, Found>();
        titles(manager, owner, wanted)
                .forEach(it -> found.put(it.id(), new Found(it.toSummary(), Optional.empty())));
        passages(manager, owner, wanted, found);
        return new ArrayList<>(found.values()).subList(0, Math.min(MOST, found.size()));
    }

    private static List<ConversationEntity> titles(
            EntityManager manager, String owner, String wanted) {
        return manager.createQuery(
                        "select c from ConversationEntity c where c.owner = :owner"
                                + " and lower(c.title) like :pattern escape '!'"
                                + " order by c.updatedAt desc",
                        ConversationEntity.class)
                .setParameter("owner", owner)
                .setParameter("pattern", pattern(wanted))
                .setMaxResults(MOST)
                .getResultList();
    }

    private static void passages(
            EntityManager manager, String owner, String wanted, Map<UUID, Found> found) {
        var rows =
                manager.createQuery(
                                "select c, m.content from MessageEntity m join m.conversation c"
                                        + " where c.owner = :owner"
                                        + " and lower(m.content) like :pattern escape '!'"
                                        + " order by c.updatedAt desc, m.position",
                                Object[].class)
                        .setParameter("owner", owner)
                        .setParameter("pattern", pattern(wanted))
                        .setMaxResults(MOST_PASSAGES)
                        .getResultList();
        for (var row : rows) {
            var conversation = (ConversationEntity) row[0];
            var passage = passage((String) row[1], wanted);
            found.merge(
                    conversation.id(),
                    new Found(conversation.toSummary(), passage),
                    (known, other) -> known.passage().isPresent() ? known : other);
        }
    }

    /// Empty where lower case changes a text's length, which Turkish does.
    private static Optional<Found.Passage> passage(String text, String wanted) {
        var at = text.toLowerCase(Locale.ROOT).indexOf(wanted.toLowerCase(Locale.ROOT));
        return at < 0 || at + wanted.length() > text.length()
                ? Optional.empty()
                : Optional.of(Found.Passage.of(text, at, wanted.length()));
    }

    private static String pattern(String wanted) {
        var pattern = new StringBuilder("%");
        for (var letter : wanted.toLowerCase(Locale.ROOT).toCharArray()) {
            if (letter == '%' || letter == '_' || letter == ESCAPE) {
                pattern.append(ESCAPE);
            }
            pattern.append(letter);
        }
        return pattern.append('%').toString();
    }
}
