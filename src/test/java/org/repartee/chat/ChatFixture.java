package org.repartee.chat;

import static org.repartee.tokenizer.SpecialToken.CHANNEL;
import static org.repartee.tokenizer.SpecialToken.END;
import static org.repartee.tokenizer.SpecialToken.MESSAGE;
import static org.repartee.tokenizer.SpecialToken.START;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.repartee.audit.AuditLimits;
import org.repartee.audit.AuditLog;
import org.repartee.conversation.Conversations;
import org.repartee.conversation.DraftLimits;
import org.repartee.conversation.Place;
import org.repartee.database.Database;
import org.repartee.engine.Engine;
import org.repartee.engine.EngineLimits;
import org.repartee.harmony.HarmonyRenderer;
import org.repartee.tokenizer.SpecialToken;
import org.repartee.tokenizer.Tokenizer;

/// A chat over a reciting model, a real engine and an in-memory database.
final class ChatFixture implements AutoCloseable {

    static final Caller ANNA = new Caller("anna");
    private static final Tokenizer TOKENIZER = Tokenizer.o200kHarmony();
    private static final HarmonyRenderer RENDERER = new HarmonyRenderer(TOKENIZER);

    final JdbcDataSource source = new JdbcDataSource();
    final RecitingModel model =
            new RecitingModel(
                    TOKENIZER.vocabularySize(), Arrays.stream(RENDERER.stopIds()).boxed().toList());
    private final Database database;
    final Conversations conversations;
    final AuditLog audit;
    private final Engine engine;
    final CountingAllowance allowance = new CountingAllowance();
    final Chat chat;

    ChatFixture(int auditRows) {
        source.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DB_CLOSE_DELAY=-1");
        database = Database.open(source);
        conversations =
                new Conversations(
                        database,
                        new DraftLimits(Duration.ofMillis(20), 100, Duration.ofSeconds(5)));
        audit = new AuditLog(database, new AuditLimits(auditRows, Duration.ofSeconds(5)));
        engine = new Engine(model, new EngineLimits(4, 512, 2048, 2, 4096));
        chat =
                new Chat(
                        conversations,
                        audit,
                        new ChatLimits(Duration.ofSeconds(30), 64, 0f, 10_000),
                        allowance);
        var served = new ServedModel("reciting", Instant.now(), 2048, 1024, List.of(256));
        chat.serve(new Model(served, engine, TOKENIZER, RENDERER));
    }

    Reply ask(Optional<UUID> conversation, String text) {
        return chat.ask(
                new Question(
                        ANNA,
                        Arrival.now("r-1", "page"),
                        conversation
                                .<Place>map(id -> new Place.Next(id, text))
                                .orElseGet(() -> new Place.Start(text, "")),
                        Effort.MEDIUM,
                        OptionalInt.of(256)));
    }

    Reply complete(Options options, List<Tool> tools, ChatMessage... messages) {
        return chat.complete(
                new Turn(ANNA, Arrival.now("r-2", "api"), List.of(messages), tools, options, true));
    }

    /// Waits until what follows an answer has been computed in advance.
    ///
    /// @param asked prompt tokens of all questions so far
    void awaitPrepared(int asked) throws InterruptedException {
        while (engine.snapshot().promptTokens() <= asked || engine.snapshot().running() > 0) {
            Thread.sleep(2);
        }
    }

    /// All events up to the last; closes the reply.
    static List<ReplyEvent> read(Reply reply) throws InterruptedException {
        try (reply) {
            var events = new ArrayList<ReplyEvent>();
            do {
                events.add(reply.next());
            } while (!isLast(events.getLast()));
            return events;
        }
    }

    private static boolean isLast(ReplyEvent event) {
        return event instanceof ReplyEvent.Finished || event instanceof ReplyEvent.Failed;
    }

    static String answer(List<ReplyEvent> events) {
        var text = new StringBuilder();
        for (var event : events) {
            if (event instanceof ReplyEvent.Answer(var piece, _)) {
                text.append(piece);
            }
        }
        return text.toString();
    }

    static String reasoning(List<ReplyEvent> events) {
        var text = new StringBuilder();
        for (var event : events) {
            if (event instanceof ReplyEvent.Reasoning(var piece)) {
                text.append(piece);
            }
        }
        return text.toString();
    }

    ///
    /// `<|channel|>analysis<|message|>{reasoning}<|end|><|start|>assistant<|channel|>final<|message|>{answer}<|return|>`
    static int[] spoken(String reasoning, String answer) {
        return join(
                special(CHANNEL),
                text("analysis"),
                special(MESSAGE),
                text(reasoning),
                special(END),
                special(START),
                text("assistant"),
                special(CHANNEL),
                text("final"),
                special(MESSAGE),
                text(answer),
                special(SpecialToken.RETURN));
    }

    static int[] called(String function, String arguments) {
        return join(
                special(CHANNEL),
                text("commentary to=functions." + function + " "),
                special(SpecialToken.CONSTRAIN),
                text("json"),
                special(MESSAGE),
                text(arguments),
                special(SpecialToken.CALL));
    }

    static int[] text(String text) {
        return TOKENIZER.encode(text);
    }

    static int[] special(SpecialToken token) {
        return new int[] {TOKENIZER.special(token)};
    }

    static int[] join(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    @Override
    public void close() {
        engine.close();
        conversations.close();
        audit.close();
        database.close();
    }
}
