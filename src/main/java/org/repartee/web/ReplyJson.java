package org.repartee.web;

import jakarta.json.stream.JsonGenerator;
import java.util.List;
import java.util.OptionalLong;
import org.repartee.chat.Timings;
import org.repartee.chat.TokenLogprob;
import org.repartee.chat.Usage;

/// The parts that all forms of a reply have in common. Each writes one field into the open object.
final class ReplyJson {

    /// OpenAI's stand-in for the logarithm of zero, which JSON cannot write.
    private static final double IMPOSSIBLE = -9999;

    private static final double MICROS_PER_MILLI = 1000;
    private static final double NANOS_PER_MILLI = 1e6;

    private ReplyJson() {}

    static void usage(JsonGenerator json, Usage usage) {
        usage(json, usage.prompt(), usage.cached(), usage.completion(), usage.reasoning());
    }

    static void usage(JsonGenerator json, int prompt, int cached, int completion, int reasoning) {
        json.writeStartObject("usage")
                .write("prompt_tokens", prompt)
                .write("completion_tokens", completion)
                .write("total_tokens", prompt + completion);
        json.writeStartObject("prompt_tokens_details").write("cached_tokens", cached).writeEnd();
        json.writeStartObject("completion_tokens_details")
                .write("reasoning_tokens", reasoning)
                .writeEnd();
        json.writeEnd();
    }

    /// OpenAI's `logprobs` of a choice; `null` when none were asked for.
    static void logprobs(JsonGenerator json, List<TokenLogprob> tokens) {
        if (tokens.isEmpty()) {
            json.writeNull("logprobs");
            return;
        }
        json.writeStartObject("logprobs").writeStartArray("content");
        for (var token : tokens) {
            json.writeStartObject();
            logprob(json, token);
            json.writeStartArray("top_logprobs");
            for (var other : token.top()) {
                json.writeStartObject();
                logprob(json, other);
                json.writeEnd();
            }
            json.writeEnd().writeEnd();
        }
        json.writeEnd().writeNull("refusal").writeEnd();
    }

    private static void logprob(JsonGenerator json, TokenLogprob token) {
        json.write("token", token.token())
                .write("logprob", Math.max(IMPOSSIBLE, token.logprob()))
                .writeStartArray("bytes");
        token.bytes().forEach(json::write);
        json.writeEnd();
    }

    /// Milliseconds. `queue_ms` and `prefill_ms` are how long those steps took, `delivery` how long
    /// pieces of text took from sampling to the wire; the others count from the request's arrival.
    /// What did not happen is left out.
    static void timings(JsonGenerator json, Timings timings) {
        json.writeStartObject("timings");
        millis(json, "accepted_ms", timings.accepted());
        millis(json, "queue_ms", timings.scheduled());
        millis(json, "prefill_ms", between(timings.scheduled(), timings.firstToken()));
        millis(json, "first_token_ms", timings.firstToken());
        millis(json, "first_reasoning_ms", timings.firstReasoning());
        millis(json, "first_answer_ms", timings.firstAnswer());
        millis(json, "first_flush_ms", timings.firstFlush());
        millis(json, "total_ms", OptionalLong.of(timings.total()));
        delivery(json, timings.delivery());
        json.writeEnd();
    }

    private static void delivery(JsonGenerator json, Timings.Delivery delivery) {
        if (delivery.pieces() > 0) {
            json.writeStartObject("delivery")
                    .write("pieces", delivery.pieces())
                    .write("first_ms", delivery.first() / NANOS_PER_MILLI)
                    .write("mean_ms", delivery.sum() / NANOS_PER_MILLI / delivery.pieces())
                    .write("max_ms", delivery.slowest() / NANOS_PER_MILLI)
                    .writeEnd();
        }
    }

    static void millis(JsonGenerator json, String name, OptionalLong micros) {
        micros.ifPresent(value -> json.write(name, value / MICROS_PER_MILLI));
    }

    private static OptionalLong between(OptionalLong from, OptionalLong to) {
        return from.isPresent() && to.isPresent()
                ? OptionalLong.of(to.getAsLong() - from.getAsLong())
                : OptionalLong.empty();
    }
}
