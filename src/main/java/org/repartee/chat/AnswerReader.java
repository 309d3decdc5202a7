package org.repartee.chat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.repartee.engine.GenerationEvent.Token;
import org.repartee.harmony.Channel;
import org.repartee.harmony.HarmonyEvent;
import org.repartee.harmony.HarmonyEvent.EndedBy;
import org.repartee.harmony.HarmonyParser;
import org.repartee.tokenizer.Tokenizer;

/// Reads generated tokens as reasoning, answer and tool calls.
///
/// Analysis is reasoning; final, and commentary to nobody, is the answer; commentary to an offered
/// function is a call. What is addressed to anyone else goes to the reasoning: the caller could not
/// answer it. Not thread-safe.
final class AnswerReader {

    private enum Reading {
        REASONING,
        ANSWER,
        CALL
    }

    private final HarmonyParser parser;
    private final Logprobs logprobs;
    private final StopStrings stops;
    private final Set<String> offered;
    private final List<TokenLogprob> unsent = new ArrayList<>();
    private Reading reading = Reading.REASONING;
    private int calls;
    private boolean answered;
    private boolean paragraphDue;
    private boolean endedByCall;

    AnswerReader(Tokenizer tokenizer, List<String> stop, Set<String> offered) {
        this.parser = new HarmonyParser(tokenizer);
        this.logprobs = new Logprobs(tokenizer);
        this.stops = new StopStrings(stop);
        this.offered = offered;
    }

    void accept(Token token, Consumer<ReplyEvent> out) {
        token.logprobs()
                .filter(_ -> parser.constrained())
                .ifPresent(known -> unsent.add(logprobs.of(known)));
        parser.accept(token.id(), event -> read(event, out));
    }

    /// Tokens that stand in the prompt and tell where the model goes on.
    void skip(int[] ids) {
        for (var id : ids) {
            parser.accept(id, event -> read(event, _ -> {}));
        }
    }

    /// No more tokens come.
    void finish(Consumer<ReplyEvent> out) {
        parser.finish(event -> read(event, out));
        answer(stops.finish(), out);
    }

    /// Whether one of the caller's stop texts came.
    boolean stopped() {
        return stops.found();
    }

    /// Whether the model waits for the result of a call.
    boolean called() {
        return endedByCall && calls > 0;
    }

    int reasoningTokens() {
        return parser.reasoningTokens();
    }

    private void read(HarmonyEvent event, Consumer<ReplyEvent> out) {
        switch (event) {
            case HarmonyEvent.MessageStarted started -> start(started, out);
            case HarmonyEvent.Delta(var text) -> text(text, out);
            case HarmonyEvent.MessageEnded(var by) -> endedByCall = by == EndedBy.CALL;
        }
    }

    private void start(HarmonyEvent.MessageStarted message, Consumer<ReplyEvent> out) {
        var function = message.function().filter(offered::contains);
        if (function.isPresent()) {
            reading = Reading.CALL;
            out.accept(new ReplyEvent.ToolCall(calls++, callId(), function.get()));
        } else if (message.channel() == Channel.ANALYSIS || message.recipient().isPresent()) {
            reading = Reading.REASONING;
        } else {
            reading = Reading.ANSWER;
            paragraphDue = answered;
        }
    }

    private void text(String text, Consumer<ReplyEvent> out) {
        switch (reading) {
            case REASONING -> out.accept(new ReplyEvent.Reasoning(text));
            case CALL -> out.accept(new ReplyEvent.ToolArguments(calls - 1, text));
            case ANSWER -> answer(stops.append(paragraphDue ? "\n\n" + text : text), out);
        }
    }

    private void answer(String text, Consumer<ReplyEvent> out) {
        paragraphDue &= text.isEmpty();
        if (!text.isEmpty()) {
            answered = true;
            out.accept(new ReplyEvent.Answer(text, List.copyOf(unsent)));
            unsent.clear();
        }
    }

    private static String callId() {
        var random = ThreadLocalRandom.current();
        return "call_" + HexFormat.of().toHexDigits(random.nextLong());
    }
}
