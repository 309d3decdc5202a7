package org.repartee.conversation;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.repartee.database.Cursor;
import org.repartee.database.Database;
import org.repartee.database.DatabaseFailure;
import org.repartee.retention.StoredData;

/// All stored conversations. Each belongs to one owner; another owner's are unknown.
///
/// Every method may be called from any thread and waits for the database, except what a [Draft]
/// does. Each throws [ConversationFailure.Unavailable] while the database is away.
public final class Conversations implements AutoCloseable {

    /// The most conversations of one page.
    public static final int MAX_PAGE = 100;

    private static final System.Logger LOG = System.getLogger(Conversations.class.getName());

    private final Database database;
    private final DraftLimits limits;
    private final Drafts drafts;
    private final DraftWriter writer;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Marks answers that an earlier run left open as interrupted, then starts the writer.
    public Conversations(Database database, DraftLimits limits) {
        this.database = database;
        this.limits = limits;
        this.drafts = new Drafts(limits.maxDrafts());
        this.writer = new DraftWriter(database, drafts);
        var interrupted = inTransaction(ConversationRows::interruptAll);
        if (interrupted > 0) {
            LOG.log(Level.INFO, "answers that the last stop cut off: {0}", interrupted);
        }
        writer.start(limits.saveInterval());
    }

    /// Stores a question and its open answer, in a new conversation if none is named.
    ///
    /// @param text what was asked, not blank; the first line becomes a new conversation's title
    /// @param reasoningEffort the API's word, as it was asked for
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    /// @throws ConversationFailure.Busy if its last answer is still being written
    public Exchange ask(
            String owner,
            Optional<UUID> conversation,
            String text,
            String reasoningEffort,
            int maxTokens) {
        var request = new Request(owner, conversation, text, reasoningEffort, maxTokens);
        var answer = database.newId();
        try {
            return inTransaction(rows -> ask(rows, request, answer));
        } catch (RuntimeException e) {
            drafts.discard(answer);
            throw e;
        }
    }

    private Exchange ask(ConversationRows rows, Request request, UUID answer) {
        var now = now();
        var conversation = conversation(rows, request, now);
        var draft = drafts.open(conversation.id(), answer);
        var live = live();
        var stored = rows.messages(conversation.id());
        var history = stored.stream().map(m -> settled(rows, m.toMessage(), live)).toList();
        var position = stored.isEmpty() ? 0 : stored.getLast().position() + 1;
        var question = database.newId();
        rows.add(MessageEntity.question(question, conversation, position, request.text(), now));
        rows.add(MessageEntity.openAnswer(answer, conversation, position + 1, request, now));
        return new Exchange(conversation.id(), conversation.title(), question, history, draft);
    }

    private ConversationEntity conversation(ConversationRows rows, Request request, Instant now) {
        var existing = request.conversation();
        if (existing.isPresent()) {
            rows.touch(request.owner(), existing.get(), now);
            return rows.find(request.owner(), existing.get());
        }
        var title = Title.of(request.text());
        var started = new ConversationEntity(database.newId(), request.owner(), title, now);
        rows.add(started);
        return started;
    }

    // An answer that the database calls open, and that nobody writes, was left by a question whose
    // commit went through although the connection broke.
    private Message settled(ConversationRows rows, Message message, Map<UUID, Draft> live) {
        var seen = overlay(message, live);
        if (seen instanceof Message.Answer answer
                && answer.state() == AnswerState.STREAMING
                && drafts.find(answer.id()).isEmpty()) {
            rows.interrupt(answer.id());
        }
        return seen;
    }

    /// One page of the owner's conversations, last asked first.
    ///
    /// @param limit 1 to [#MAX_PAGE]
    /// @param before the cursor of an earlier page's `next`
    /// @throws IllegalArgumentException if the limit is out of range or the cursor is none of ours
    public ConversationPage list(String owner, int limit, Optional<String> before) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException(
                    "limit must be within [1, %d], got %d".formatted(MAX_PAGE, limit));
        }
        var cursor = before.map(Cursor::parse);
        var found = inTransaction(rows -> rows.page(owner, limit + 1, cursor));
        if (found.size() <= limit) {
            return new ConversationPage(found, Optional.empty());
        }
        var shown = found.subList(0, limit);
        var last = shown.getLast();
        return new ConversationPage(
                shown, Optional.of(new Cursor(last.updatedAt(), last.id()).encoded()));
    }

    /// A whole conversation, with an answer that is being written as far as it is.
    ///
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    public Transcript read(String owner, UUID conversation) {
        var live = live();
        return inTransaction(rows -> {
            var summary = rows.find(owner, conversation).toSummary();
            var messages = rows.messages(conversation).stream();
            return new Transcript(
                    summary, messages.map(m -> overlay(m.toMessage(), live)).toList());
        });
    }

    /// Gives a conversation another title; its place in the list stays.
    ///
    /// @throws IllegalArgumentException if the title is blank or longer than 80 characters
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    public Summary rename(String owner, UUID conversation, String title) {
        var checked = Title.checked(title);
        return inTransaction(rows -> {
            var found = rows.find(owner, conversation);
            found.rename(checked);
            return found.toSummary();
        });
    }

    /// Deletes a conversation with all its messages. An answer that is being written goes on for
    /// its reader and is not stored.
    ///
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    public void delete(String owner, UUID conversation) {
        inTransaction(rows -> {
            rows.delete(owner, conversation);
            return conversation;
        });
    }

    /// Takes back a question that could not be put to the model, with its open answer, and the
    /// conversation too if it began with it: nothing of it is left.
    public void retract(Exchange exchange) {
        inTransaction(rows -> {
            rows.retract(exchange.conversation(), List.of(exchange.question(), exchange.answer()));
            return exchange;
        });
        drafts.discard(exchange.answer());
    }

    /// The conversations of a database as data about people.
    public static StoredData data(Database database) {
        return new ConversationData(database);
    }

    /// A snapshot; the numbers need not belong to one instant.
    public DraftCounters counters() {
        return new DraftCounters(drafts.size(), writer.retries(), writer.dropped());
    }

    /// Ends open answers as interrupted and saves everything that is not yet saved.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        drafts.close();
        try {
            var lost = writer.close(limits.drainTimeout());
            if (lost > 0) {
                LOG.log(Level.ERROR, "{0} answers could not be saved before the stop", lost);
            }
        } catch (InterruptedException e) {
            LOG.log(Level.ERROR, "Interrupted, {0} answers were not saved", drafts.size());
            Thread.currentThread().interrupt();
        }
    }

    // Taken before rows are read: a draft that is saved and forgotten meanwhile still counts.
    private Map<UUID, Draft> live() {
        return drafts.all().stream()
                .collect(Collectors.toUnmodifiableMap(Draft::answer, Function.identity()));
    }

    private Message overlay(Message message, Map<UUID, Draft> live) {
        if (!(message instanceof Message.Answer answer)) {
            return message;
        }
        var draft = Optional.ofNullable(live.get(answer.id())).or(() -> drafts.find(answer.id()));
        return draft.<Message>map(d -> d.text().over(answer)).orElse(answer);
    }

    private <T> T inTransaction(Function<ConversationRows, T> work) {
        try {
            return database.inTransaction(manager -> work.apply(new ConversationRows(manager)));
        } catch (DatabaseFailure failure) {
            throw new ConversationFailure.Unavailable(
                    "the database is not available, try again later", failure);
        }
    }

    // PostgreSQL keeps microseconds: what is returned must be what is stored.
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
