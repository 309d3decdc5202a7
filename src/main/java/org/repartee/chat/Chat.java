package org.repartee.chat;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.repartee.audit.AuditLog;
import org.repartee.audit.AuditRecord.Outcome;
import org.repartee.audit.PageTimes;
import org.repartee.conversation.ConversationFailure;
import org.repartee.conversation.Conversations;
import org.repartee.conversation.Exchange;
import org.repartee.conversation.Request;
import org.repartee.conversation.Transcript;

/// Answers turns and questions with the model that is served at the moment.
///
/// Every request leaves one audit row: a [Reply] writes it when it is closed, and a [ChatFailure]
/// that is thrown here has written it already. Safe to use from any thread.
public final class Chat {

    private static final Usage NO_USAGE = new Usage(0, 0, 0, 0);

    private final Conversations conversations;
    private final AuditLog audit;
    private final ChatLimits limits;
    private final Allowance allowance;
    private final Replies replies = new Replies();
    private final Answers answers;
    private volatile Optional<Model> model = Optional.empty();

    public Chat(
            Conversations conversations, AuditLog audit, ChatLimits limits, Allowance allowance) {
        this.conversations = conversations;
        this.audit = audit;
        this.limits = limits;
        this.allowance = allowance;
        this.answers = new Answers(limits, replies::isDraining);
    }

    /// From now on this model answers.
    public void serve(Model loaded) {
        model = Optional.of(loaded);
    }

    /// From now on requests are refused with [ChatFailure.NotReady]; running ones go on.
    public void withdraw() {
        model = Optional.empty();
    }

    /// From now on requests are refused with [ChatFailure.Stopping]. Running answers may end in
    /// time; those that do not are interrupted, and their readers told. Returns when none is open,
    /// or when the limits say so.
    ///
    /// @return how many were interrupted
    public int drain(DrainLimits until) throws InterruptedException {
        return replies.drain(until);
    }

    /// Whether [#drain] was called.
    public boolean isDraining() {
        return replies.isDraining();
    }

    /// Answers that are being made, or wait to be.
    public int openReplies() {
        return replies.open();
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
                    admit(turn.caller());
                    return answers.to(loaded, turn, ledger, closing(turn.caller()));
                });
    }

    /// @param whenClosed told when the reply is closed
    Reply answer(Model loaded, Turn turn, Ledger ledger, Consumer<Reply> whenClosed) {
        return answers.to(loaded, turn, ledger, whenClosed);
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
                    admit(question.caller());
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
        Optional<Transcript> before;
        try {
            before = conversation.map(id -> conversations.read(caller.name(), id));
        } catch (ConversationFailure failure) {
            throw Failures.of(failure);
        }
        var prompt = StoredPrompt.ahead(before, instructions, text, maxTokens);
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
        var reply =
                answers.to(
                        loaded,
                        StoredPrompt.of(exchange, question),
                        options,
                        exchange,
                        ledger,
                        closing(question.caller()));
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

    private void admit(Caller caller) {
        allowance
                .admit(caller)
                .ifPresent(refused -> {
                    throw refused;
                });
    }

    private Reply audited(Ledger ledger, Supplier<Reply> begin) {
        try {
            return replies.begin(begin);
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

    private Consumer<Reply> closing(Caller caller) {
        return reply -> {
            replies.ended(reply);
            allowance.used(caller, reply.usage().total());
        };
    }

    private String servedName() {
        return model.map(m -> m.served().name()).orElse("");
    }

    private Model loaded() {
        return model.orElseThrow(
                () -> new ChatFailure.NotReady("the model is not loaded yet: try again soon"));
    }
}
