package org.repartee.conversation;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.repartee.database.Database;
import org.repartee.database.TestDataSource;

/// Conversations over an H2, of one owner, saved every 20 ms.
final class TestConversations implements AutoCloseable {
    static final String OWNER = "local";
    static final Ending COMPLETE =
            new Ending(
                    AnswerState.COMPLETE,
                    Optional.of("stop"),
                    Optional.of(new Usage(12, 8, 5, 2)),
                    Optional.of(
                            new Timings(
                                    OptionalLong.of(10),
                                    OptionalLong.of(200),
                                    OptionalLong.of(300),
                                    OptionalLong.empty(),
                                    OptionalLong.of(400),
                                    5000)));

    final Database database;
    final Conversations all;
    final Shares shares;
    final ConversationSearch search;

    TestConversations(TestDataSource source, int maxDrafts, Duration drainTimeout) {
        database = Database.open(source);
        all =
                new Conversations(
                        database, new DraftLimits(Duration.ofMillis(20), maxDrafts, drainTimeout));
        shares = new Shares(database);
        search = new ConversationSearch(database);
    }

    TestConversations(TestDataSource source) {
        this(source, 64, Duration.ofSeconds(5));
    }

    Exchange ask(String text) {
        return all.ask(OWNER, Optional.empty(), text, "low", 256);
    }

    Exchange ask(UUID conversation, String text) {
        return all.ask(OWNER, Optional.of(conversation), text, "low", 256);
    }

    Transcript read(Exchange exchange) {
        return all.read(OWNER, exchange.conversation());
    }

    /// The last answer of the exchange's conversation.
    Message.Answer answer(Exchange exchange) {
        return (Message.Answer) read(exchange).messages().getLast();
    }

    /// Waits until nothing is left to save.
    void awaitSaved() throws InterruptedException {
        while (all.counters().drafts() > 0) {
            Thread.sleep(5);
        }
    }

    /// Waits until the database itself has this text.
    void awaitStored(String content) throws InterruptedException {
        while (!stored(content)) {
            Thread.sleep(5);
        }
    }

    private boolean stored(String content) {
        return database.inTransaction(manager ->
                !manager.createQuery(
                                "select m.id from MessageEntity m where m.content = :content",
                                UUID.class)
                        .setParameter("content", content)
                        .getResultList()
                        .isEmpty());
    }

    int rows(String table) {
        return database.inTransaction(manager ->
                manager.createNativeQuery("select 1 from " + table).getResultList().size());
    }

    @Override
    public void close() {
        all.close();
        database.close();
    }
}
