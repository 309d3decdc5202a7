package org.repartee.chat;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.repartee.audit.AuditRecord;
import org.repartee.audit.AuditRecord.Moments;
import org.repartee.audit.AuditRecord.Outcome;
import org.repartee.audit.AuditRecord.Tokens;
import org.repartee.audit.Permit;
import org.repartee.engine.Timeline;

/// One request's moments, all by one clock, and its audit row at the end.
///
/// The thread that reads the reply owns it; [#flushed] may be told by any other.
final class Ledger {

    private final Permit permit;
    private final Arrival arrival;
    private final Caller caller;
    private final String model;
    private final boolean streamed;
    private Optional<Options> options = Optional.empty();
    private OptionalLong firstReasoning = OptionalLong.empty();
    private OptionalLong firstAnswer = OptionalLong.empty();
    private OptionalLong firstByteFlushed = OptionalLong.empty();
    private Timings.Delivery delivery = Timings.Delivery.NONE;
    private Optional<Timeline> timeline = Optional.empty();

    Ledger(Permit permit, Arrival arrival, Caller caller, String model, boolean streamed) {
        this.permit = permit;
        this.arrival = arrival;
        this.caller = caller;
        this.model = model;
        this.streamed = streamed;
    }

    /// The request was understood.
    void asked(Options asked) {
        options = Optional.of(asked);
    }

    void reasoning() {
        if (firstReasoning.isEmpty()) {
            firstReasoning = now();
        }
    }

    void answer() {
        if (firstAnswer.isEmpty()) {
            firstAnswer = now();
        }
    }

    /// A piece of the answer has left for the client.
    ///
    /// @param sampled stamp of its last token
    synchronized void flushed(long sampled) {
        var now = System.nanoTime();
        if (firstByteFlushed.isEmpty()) {
            firstByteFlushed = since(now);
        }
        delivery = delivery.and(now - sampled);
    }

    void generated(Timeline whole) {
        timeline = Optional.of(whole);
    }

    synchronized Timings timings() {
        return new Timings(
                moment(timeline.map(t -> OptionalLong.of(t.submitted()))),
                moment(timeline.map(Timeline::scheduled)),
                moment(timeline.map(Timeline::firstToken)),
                firstReasoning,
                firstAnswer,
                firstByteFlushed,
                moment(timeline.map(Timeline::lastToken)),
                now().orElseThrow(),
                delivery);
    }

    /// Writes the row. The request is over.
    void close(Outcome outcome, Usage usage) {
        permit.write(
                new AuditRecord(
                        arrival.requestId(),
                        arrival.at(),
                        caller.name(),
                        arrival.client(),
                        model,
                        streamed,
                        options.map(o -> o.effort().wireName()),
                        options.map(Options::maxTokens).orElse(OptionalInt.empty()),
                        options.map(o -> OptionalDouble.of(o.temperature()))
                                .orElse(OptionalDouble.empty()),
                        outcome,
                        new Tokens(
                                usage.prompt(),
                                usage.cached(),
                                usage.reasoning(),
                                usage.completion() - usage.reasoning()),
                        moments()));
    }

    private synchronized Moments moments() {
        var timings = timings();
        return new Moments(
                timings.accepted(),
                timings.scheduled(),
                timings.firstToken(),
                firstReasoning,
                firstAnswer,
                firstByteFlushed,
                timings.lastToken(),
                OptionalLong.of(timings.total()));
    }

    private OptionalLong moment(Optional<OptionalLong> nanos) {
        return nanos.filter(OptionalLong::isPresent)
                .map(at -> since(at.getAsLong()))
                .orElse(OptionalLong.empty());
    }

    private OptionalLong now() {
        return since(System.nanoTime());
    }

    private OptionalLong since(long nanos) {
        return OptionalLong.of(Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos - arrival.nanos())));
    }
}
