package org.repartee.chat;

import java.lang.System.Logger;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.function.Consumer;
import org.repartee.audit.AuditRecord.Outcome;
import org.repartee.conversation.AnswerState;
import org.repartee.conversation.Draft;
import org.repartee.engine.FinishReason;
import org.repartee.engine.Generation;
import org.repartee.engine.GenerationEvent;
import org.repartee.engine.Timeline;

/// An answer while it is made. Take [#next] until [ReplyEvent.Finished] or [ReplyEvent.Failed], and
/// close in any case: that ends the generation, if it still runs, and writes the audit row.
///
/// One thread reads and closes; any thread may [#stop].
public final class Reply implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Reply.class.getName());
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private final Generation generation;
    private final AnswerReader reader;
    private final Ledger ledger;
    private final Optional<Draft> draft;
    private final WaitingLine.Ticket ticket;
    private final StringBuilder answer = new StringBuilder();
    private final Queue<ReplyEvent> ready = new ArrayDeque<>();
    private Optional<ReplyEvent> end = Optional.empty();
    private volatile long sampled = System.nanoTime();
    private final Consumer<Reply> whenClosed;
    private boolean closed;
    private volatile boolean stopped;
    private volatile boolean interrupted;

    /// @param whenClosed told once, when all is written
    Reply(
            Generation generation,
            AnswerReader reader,
            Ledger ledger,
            Optional<Draft> draft,
            WaitingLine.Ticket ticket,
            Consumer<Reply> whenClosed) {
        this.ticket = ticket;
        this.generation = generation;
        this.reader = reader;
        this.ledger = ledger;
        this.draft = draft;
        this.whenClosed = whenClosed;
    }

    /// The next event; waits for it.
    ///
    /// @throws IllegalStateException after the last one
    public ReplyEvent next() throws InterruptedException {
        while (ready.isEmpty()) {
            if (end.isPresent()) {
                throw new IllegalStateException("the reply has ended with " + end.get());
            }
            take(generation.next());
        }
        return ready.remove();
    }

    /// The reader has enough: the answer ends within one step, and what was told of it is kept.
    public void stop() {
        stopped = true;
        generation.close();
    }

    /// The server stops: the answer ends within one step as [ReplyEvent.Finish#INTERRUPTED].
    void interrupt() {
        interrupted = true;
        generation.close();
    }

    /// What [#next] gave last has left for the client.
    public void flushed() {
        flushed(sampled);
    }

    /// A piece has left for the client; from any thread.
    ///
    /// @param ofToken [#sampled] when the piece was taken
    public void flushed(long ofToken) {
        ledger.flushed(ofToken);
    }

    /// When the last token of what [#next] gave last was sampled, as [System#nanoTime].
    public long sampled() {
        return sampled;
    }

    /// Whether question and answer are stored: then [ReplyEvent.Accepted] comes first.
    public boolean isKept() {
        return draft.isPresent();
    }

    /// Which in line this request is, 1 being the next; empty once its first token was there.
    public OptionalInt position() {
        return ticket.position();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        generation.close();
        drain();
        ticket.leave();
        ledger.close(outcome(), usage());
        whenClosed.accept(this);
    }

    void announce(ReplyEvent.Accepted accepted) {
        ready.add(accepted);
    }

    /// The generation ends within one step: waiting for its last events is short.
    private void drain() {
        var interrupted = Thread.interrupted();
        while (end.isEmpty()) {
            try {
                take(generation.next());
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(GenerationEvent event) {
        switch (event) {
            case GenerationEvent.Token token -> {
                ticket.leave();
                sampled = token.at();
                if (!reader.stopped()) {
                    reader.accept(token, this::tell);
                    if (reader.stopped()) {
                        generation.close();
                    }
                }
            }
            case GenerationEvent.Finished(var reason, var timeline) -> finish(reason, timeline);
            case GenerationEvent.Failed(var cause, var timeline) -> {
                LOG.log(Logger.Level.ERROR, "a generation failed", cause);
                fail("model_failed", "the model failed: " + cause.getMessage(), timeline);
            }
        }
    }

    private void tell(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Reasoning(var text) -> {
                ledger.reasoning();
                draft.ifPresent(d -> d.appendReasoning(text));
            }
            case ReplyEvent.Answer(var text, _) -> {
                ledger.answer();
                answer.append(text);
                draft.ifPresent(d -> d.appendAnswer(text));
            }
            case ReplyEvent.ToolCall _ -> ledger.answer();
            case ReplyEvent.ToolArguments _,
                    ReplyEvent.Accepted _,
                    ReplyEvent.Finished _,
                    ReplyEvent.Failed _ -> {}
        }
        ready.add(event);
    }

    private void finish(FinishReason reason, Timeline timeline) {
        if (reason == FinishReason.DEADLINE) {
            fail("deadline_exceeded", "the answer took longer than the server allows", timeline);
            return;
        }
        reader.finish(this::tell);
        ledger.generated(timeline);
        var finish = finish(reason);
        end(
                new ReplyEvent.Finished(finish, usage(timeline), ledger.timings()),
                Endings.state(finish, stopped),
                Optional.of(finish)
                        .filter(f -> f != ReplyEvent.Finish.INTERRUPTED)
                        .map(ReplyEvent.Finish::wireName));
    }

    private ReplyEvent.Finish finish(FinishReason reason) {
        if (reader.stopped()) {
            return ReplyEvent.Finish.STOP;
        }
        return switch (reason) {
            case STOP -> reader.called() ? ReplyEvent.Finish.TOOL_CALLS : ReplyEvent.Finish.STOP;
            case LENGTH -> ReplyEvent.Finish.LENGTH;
            case CANCELLED, DEADLINE ->
                    interrupted && !stopped
                            ? ReplyEvent.Finish.INTERRUPTED
                            : ReplyEvent.Finish.CANCELLED;
        };
    }

    private void fail(String code, String message, Timeline timeline) {
        reader.finish(this::tell);
        ledger.generated(timeline);
        end(
                new ReplyEvent.Failed(code, message, usage(timeline), ledger.timings()),
                AnswerState.FAILED,
                Optional.empty());
    }

    private void end(ReplyEvent last, AnswerState state, Optional<String> finishReason) {
        end = Optional.of(last);
        draft.ifPresent(d -> d.finish(Endings.of(last, state, finishReason)));
        ready.add(last);
    }

    private Usage usage(Timeline timeline) {
        return new Usage(
                timeline.promptTokens(),
                timeline.cachedTokens(),
                timeline.generatedTokens(),
                reader.reasoningTokens());
    }

    /// The whole answer, if the model has ended it by itself.
    Optional<String> answered() {
        return end.filter(it ->
                        it instanceof ReplyEvent.Finished(var finish, _, _)
                                && finish == ReplyEvent.Finish.STOP)
                .map(_ -> answer.toString());
    }

    /// What has been used so far.
    Usage usage() {
        return Endings.usage(end.orElseThrow());
    }

    private Outcome outcome() {
        return Endings.outcome(end.orElseThrow(), stopped ? 200 : CLIENT_CLOSED_REQUEST);
    }
}
