package org.repartee.web;

import jakarta.json.stream.JsonGenerator;
import java.util.Optional;
import java.util.function.Consumer;
import org.repartee.chat.ReplyEvent;
import org.repartee.chat.Timings;
import org.repartee.chat.Usage;

/// The frames of one answer over `/ws/chat`, numbered from 1.
///
/// Not thread-safe: the thread that makes the answer owns it.
final class AnswerFrames {

    private final JsonText text = new JsonText();
    private int sequence;

    /// The frame of an event; none for calls of tools, which a page does not offer.
    Optional<String> of(ReplyEvent event) {
        return switch (event) {
            case ReplyEvent.Accepted accepted -> Optional.of(accepted(accepted));
            case ReplyEvent.Reasoning(var reasoning) ->
                    Optional.of(frame("reasoning", json -> json.write("text", reasoning)));
            case ReplyEvent.Answer(var answer, _) ->
                    Optional.of(frame("answer", json -> json.write("text", answer)));
            case ReplyEvent.ToolCall _, ReplyEvent.ToolArguments _ -> Optional.empty();
            case ReplyEvent.Finished(var finish, var usage, var timings) ->
                    Optional.of(
                            finish == ReplyEvent.Finish.INTERRUPTED
                                    ? error(ApiError.INTERRUPTED)
                                    : done(finish, usage, timings));
            case ReplyEvent.Failed(var code, var message, _, _) ->
                    Optional.of(error(ApiError.server(500, code, message)));
        };
    }

    /// The frame that ends an answer that failed, or was never begun.
    String error(ApiError error) {
        return frame("error", error::write);
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

    private String accepted(ReplyEvent.Accepted accepted) {
        return frame(
                "accepted",
                json ->
                        json.write("conversation", accepted.conversation().toString())
                                .write("title", accepted.title())
                                .write("question", accepted.question().toString())
                                .write("answer", accepted.answer().toString()));
    }

    private String done(ReplyEvent.Finish finish, Usage usage, Timings timings) {
        return frame(
                "done",
                json -> {
                    json.write("finish_reason", finish.wireName());
                    ReplyJson.usage(json, usage);
                    ReplyJson.timings(json, timings);
                });
    }

    private String frame(String type, Consumer<JsonGenerator> fields) {
        sequence++;
        return text.object(json -> {
            json.write("type", type).write("seq", sequence);
            fields.accept(json);
        });
    }
}
