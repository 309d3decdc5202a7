package org.repartee.chat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.repartee.audit.AuditLog;
import org.repartee.audit.AuditRecord.Outcome;
import org.repartee.audit.PageTimes;
import org.repartee.conversation.ConversationFailure;
import org.repartee.conversation.Conversations;
import org.repartee.conversation.Exchange;
import org.repartee.conversation.Request;
import org.repartee.conversation.Transcript;
import org.repartee.engine.Generation;

/// Answers turns and questions with the model that is served at the moment.
///
/// Every request leaves one audit row: a [Reply] writes it when it is closed, and a [ChatFailure]
/// that is thrown here has written it already. Safe to use from any thread.
public final class Chat {

    private static final Usage NO_USAGE = new Usage(0, 0, 0, 0);

    private final Conversations conversations;
    private final AuditLog audit;
    private final ChatLimits limits;
    private final WaitingLine line = new WaitingLine();
    private final Preparations preparations = new Preparations();
    private volatile Optional<Model> model = Optional.empty();

    public Chat(Conversations conversations, AuditLog audit, ChatLimits limits) {
        this.conversations = conversations;
        this.audit = audit;
        this.limits = limits;
    }

    /// From now on this model answers.
    public void serve(Model loaded) {
        model = Optional.of(loaded);
    }

    /// From now on requests are refused with [ChatFailure.NotReady]; running ones go on.
    public void withdraw() {
        model = Optional.empty();
    }

    /// @throws ChatFailure.NotReady if no model is loaded
    public ServedModel model() {
        return loaded().served();
    }

    /// Answers messages that bring their whole history along; stores no text.
    public Reply complete(Turn turn) {
        var ledger = ledger(turn.arrival(), turn.caller(), turn.streamed());
        return audited(
                ledger,
                () -> {
                    ledger.asked(turn.options());
                    var loaded = loaded();
                    var today = LocalDate.ofInstant(turn.arrival().at(), ZoneOffset.UTC);
                    var prompt =
                            Prompts.of(
                                    today, turn.options().effort(), turn.tools(), turn.messages());
                    var generation = generations(loaded).start(prompt, turn.options(), false);
                    var offered = turn.tools().stream().map(Tool::name).collect(Collectors.toSet());
                    var reader =
                            new AnswerReader(loaded.tokenizer(), turn.options().stop(), offered);
                    return new Reply(
                            generation, reader, ledger, Optional.empty(), line.join(), _ -> {});
                });
    }

    /// Asks in a stored conversation: the question is stored first, then answered.
    public Reply ask(Question question) {
        var ledger = ledger(question.arrival(), question.caller(), true);
        return audited(
                ledger,
                () -> {
                    var options = options(question);
                    ledger.asked(options);
                    var loaded = loaded();
                    StoredPrompt.check(question.place(), limits.questionLength());
                    var exchange =
                            store(
                                    question,
                                    question.maxTokens().orElse(loaded.served().maxTokens()));
                    try {
                        return answer(loaded, question, options, exchange, ledger);
                    } catch (RuntimeException refused) {
                        conversations.retract(exchange);
                        throw refused;
                    }
                });
    }

    /// How long a prompt would be.
    ///
    /// @param conversation whose shown branch goes before; absent: none does
    /// @return tokens of everything that the model would read
    public int promptTokens(
            Caller caller,
            Optional<UUID> conversation,
            String instructions,
            String text,
            OptionalInt maxTokens) {
        var loaded = loaded();
        var messages = new ArrayList<ChatMessage>();
        try {
            var before = conversation.map(id -> conversations.read(caller.name(), id));
            messages.addAll(
                    StoredPrompt.opening(
                            before.map(Transcript::instructions).orElse(instructions), maxTokens));
            before.ifPresent(it -> messages.addAll(StoredPrompt.history(it.branch())));
        } catch (ConversationFailure failure) {
            throw Failures.of(failure);
        }
        messages.add(new ChatMessage.User(text));
        var today = LocalDate.now(ZoneOffset.UTC);
        var prompt = Prompts.of(today, Effort.MEDIUM, List.of(), messages);
        return loaded.renderer().render(prompt).length;
    }

    /// What a page measured of an answer: it joins the answer's audit row, as soon as that is
    /// there.
    public void measured(
            String requestId, OptionalLong network, OptionalLong firstWord, OptionalLong painted) {
        audit.measured(requestId, new PageTimes(network, firstWord, painted));
    }

    /// Records a request that was refused before it got here.
    public void refused(Refusal refusal) {
        audit.reserve()
                .ifPresent(permit ->
                        new Ledger(permit, refusal.arrival(), refusal.caller(), servedName(), false)
                                .close(
                                        new Outcome(
                                                refusal.status(),
                                                Optional.empty(),
                                                Optional.of(refusal.code()),
                                                Optional.of(refusal.message())),
                                        NO_USAGE));
    }

    private Reply answer(
            Model loaded, Question question, Options options, Exchange exchange, Ledger ledger) {
        var stored = StoredPrompt.of(exchange, question);
        var reader = new AnswerReader(loaded.tokenizer(), List.of(), Set.of());
        Generation generation;
        if (exchange.begun().isBlank()) {
            generation = generations(loaded).start(stored.prompt(), options, true);
        } else {
            generation = generations(loaded).onward(stored.prompt(), exchange.begun(), options);
            reader.skip(loaded.renderer().answerOpener());
        }
        var known = loaded.renderer().history(stored.prompt()).length;
        var reply =
                new Reply(
                        generation,
                        reader,
                        ledger,
                        Optional.of(exchange.draft()),
                        line.join(),
                        answer ->
                                preparations.begin(
                                        loaded,
                                        loaded.renderer()
                                                .history(stored.next(exchange.begun() + answer)),
                                        known));
        reply.announce(
                new ReplyEvent.Accepted(
                        exchange.conversation(),
                        exchange.title(),
                        exchange.question(),
                        exchange.answer(),
                        exchange.parent(),
                        exchange.text()));
        return reply;
    }

    private Generations generations(Model loaded) {
        return new Generations(loaded, limits, preparations);
    }

    private Exchange store(Question question, int maxTokens) {
        try {
            return conversations.ask(
                    new Request(
                            question.caller().name(),
                            question.place(),
                            question.effort().wireName(),
                            maxTokens));
        } catch (ConversationFailure failure) {
            throw Failures.of(failure);
        }
    }

    private Options options(Question question) {
        return pageOptions(question.effort(), question.maxTokens());
    }

    /// How the page's questions are answered.
    public Options pageOptions(Effort effort, OptionalInt maxTokens) {
        return Options.DEFAULTS.with(effort, maxTokens, limits.temperature());
    }

    private Reply audited(Ledger ledger, Supplier<Reply> begin) {
        try {
            return begin.get();
        } catch (ChatFailure failure) {
            ledger.close(Failures.outcome(failure), NO_USAGE);
            throw failure;
        } catch (RuntimeException broken) {
            ledger.close(Failures.outcome(broken), NO_USAGE);
            throw broken;
        }
    }

    private Ledger ledger(Arrival arrival, Caller caller, boolean streamed) {
        return audit.reserve()
                .map(permit -> new Ledger(permit, arrival, caller, servedName(), streamed))
                .orElseThrow(() ->
                        new ChatFailure.Busy(
                                "the audit log's buffer is full: no request is answered unrecorded",
                                5));
    }

    private String servedName() {
        return model.map(m -> m.served().name()).orElse("");
    }

    private Model loaded() {
        return model.orElseThrow(
                () -> new ChatFailure.NotReady("the model is not loaded yet: try again soon"));
    }
}
