package org.repartee.web;

import jakarta.json.stream.JsonGenerator;
import java.time.Duration;
import java.util.function.Consumer;
import org.repartee.chat.ReplyEvent;
import org.repartee.chat.Timings;
import org.repartee.chat.Usage;

/// The frames of answers over `/ws/chat`. A text frame has the number of the last event in it.
///
/// Not thread-safe: one reader owns it.
final class AnswerFrames {

    private static final double NANOS_PER_MILLI = 1e6;

    private final JsonText text = new JsonText();

    /// @param age of the question: the server's own time until now
    /// @param own whether the reader asked the question itself, and so knows its text
    String of(Feed.Piece piece, Duration age, boolean own) {
        var sequence = piece.sequence();
        return switch (piece.event()) {
            case ReplyEvent.Accepted accepted -> accepted(accepted, age, own);
            case ReplyEvent.Reasoning(var reasoning) ->
                    frame("reasoning", sequence, json -> json.write("text", reasoning));
            case ReplyEvent.Answer(var answer, _) ->
                    frame("answer", sequence, json -> json.write("text", answer));
            case ReplyEvent.Finished(var finish, var usage, var timings) ->
                    finish == ReplyEvent.Finish.INTERRUPTED
                            ? error(ApiError.INTERRUPTED, sequence)
                            : frame("done", sequence, json -> done(json, finish, usage, timings));
            case ReplyEvent.Failed(var code, var message, _, _) ->
                    error(ApiError.server(500, code, message), sequence);
            case ReplyEvent.ToolCall _, ReplyEvent.ToolArguments _ ->
                    throw new IllegalArgumentException("a page offers no tools: " + piece);
        };
    }

    /// The frame that ends an answer that failed, or was never begun.
    String error(ApiError error, int sequence) {
        return frame("error", sequence, error::write);
    }

    /// Tells who waits how many are before them; it belongs to no place in the answer and has no
    /// number.
    String waiting(int position) {
        return text.object(json -> json.write("type", "waiting").write("position", position));
    }

    /// The frame that answers a frame which asked for nothing that can be done: it belongs to no
    /// answer and has no number.
    static String complaint(ApiError error) {
        return new JsonText()
                .object(json -> {
                    json.write("type", "error");
                    error.write(json);
                });
    }

    /// Nothing is being answered in a conversation that a client wants to follow.
    static String idle(String conversation) {
        return new JsonText()
                .object(json -> json.write("type", "idle").write("conversation", conversation));
    }

    private String accepted(ReplyEvent.Accepted accepted, Duration age, boolean own) {
        return frame(
                "accepted",
                1,
                json -> {
                    json.write("conversation", accepted.conversation().toString())
                            .write("title", accepted.title())
                            .write("question", accepted.question().toString())
                            .write("answer", accepted.answer().toString());
                    accepted.parent().ifPresent(it -> json.write("parent", it.toString()));
                    if (!own) {
                        json.write("text", accepted.text());
                    }
                    json.write("server_ms", age.toNanos() / NANOS_PER_MILLI);
                });
    }

    private static void done(
            JsonGenerator json, ReplyEvent.Finish finish, Usage usage, Timings timings) {
        json.write("finish_reason", finish.wireName());
        ReplyJson.usage(json, usage);
        ReplyJson.timings(json, timings);
    }

    private String frame(String type, int sequence, Consumer<JsonGenerator> fields) {
        return text.object(json -> {
            json.write("type", type).write("seq", sequence);
            fields.accept(json);
        });
    }
}
