package org.repartee.web;

import jakarta.json.stream.JsonGenerator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.repartee.conversation.ConversationPage;
import org.repartee.conversation.Found;
import org.repartee.conversation.Message;
import org.repartee.conversation.Share;
import org.repartee.conversation.Summary;
import org.repartee.conversation.Timings;
import org.repartee.conversation.Transcript;

/// Stored conversations as the page reads them. Times are ISO 8601 in UTC.
final class ConversationJson {

    private ConversationJson() {}

    static String page(ConversationPage page) {
        return new JsonText()
                .object(json -> {
                    json.writeStartArray("data");
                    for (var summary : page.conversations()) {
                        json.writeStartObject();
                        write(json, summary);
                        json.writeEnd();
                    }
                    json.writeEnd().write("has_more", page.hasMore());
                    page.next()
                            .ifPresentOrElse(
                                    next -> json.write("next", next), () -> json.writeNull("next"));
                });
    }

    static String summary(Summary summary) {
        return new JsonText().object(json -> write(json, summary));
    }

    static String transcript(Transcript transcript) {
        return new JsonText()
                .object(json -> {
                    write(json, transcript.summary());
                    json.write("instructions", transcript.instructions());
                    transcript.leaf().ifPresent(leaf -> json.write("leaf", leaf.toString()));
                    json.writeStartArray("messages");
                    transcript.messages().forEach(message -> write(json, message));
                    json.writeEnd();
                });
    }

    private static void write(JsonGenerator json, Summary summary) {
        json.write("id", summary.id().toString())
                .write("title", summary.title())
                .write("created_at", summary.createdAt().toString())
                .write("updated_at", summary.updatedAt().toString())
                .write("pinned", summary.pinned())
                .write("archived", summary.archived());
    }

    private static void write(JsonGenerator json, Message message) {
        json.writeStartObject().write("id", message.id().toString());
        message.parent().ifPresent(parent -> json.write("parent", parent.toString()));
        switch (message) {
            case Message.Question question ->
                    json.write("role", "user").write("content", question.content());
            case Message.Answer answer -> write(json, answer);
        }
        json.write("created_at", message.createdAt().toString()).writeEnd();
    }

    private static void write(JsonGenerator json, Message.Answer answer) {
        json.write("role", "assistant").write("content", answer.content());
        if (!answer.reasoning().isEmpty()) {
            json.write("reasoning", answer.reasoning());
        }
        json.write("state", answer.state().label())
                .write("reasoning_effort", answer.reasoningEffort())
                .write("max_tokens", answer.maxTokens());
        write(json, "finish_reason", answer.finishReason());
        answer.usage()
                .ifPresent(usage ->
                        ReplyJson.usage(
                                json,
                                usage.promptTokens(),
                                usage.cachedTokens(),
                                usage.completionTokens(),
                                usage.reasoningTokens()));
        answer.timings().ifPresent(timings -> write(json, timings));
        answer.rating()
                .ifPresent(rating ->
                        json.writeStartObject("rating")
                                .write("good", rating.good())
                                .write("comment", rating.comment())
                                .writeEnd());
    }

    static String found(List<Found> found) {
        return new JsonText()
                .object(json -> {
                    json.writeStartArray("data");
                    for (var one : found) {
                        json.writeStartObject();
                        write(json, one.conversation());
                        one.passage()
                                .ifPresent(passage ->
                                        json.writeStartObject("passage")
                                                .write("before", passage.before())
                                                .write("match", passage.match())
                                                .write("after", passage.after())
                                                .writeEnd());
                        json.writeEnd();
                    }
                    json.writeEnd();
                });
    }

    static String share(Share share) {
        return new JsonText()
                .object(json ->
                        json.write("token", share.token())
                                .write("leaf", share.leaf().toString())
                                .write("created_at", share.createdAt().toString()));
    }

    /// What others may see: questions and answers, nothing of how they were made.
    static String shared(Transcript transcript) {
        return new JsonText()
                .object(json -> {
                    json.write("title", transcript.summary().title()).writeStartArray("messages");
                    for (var message : transcript.messages()) {
                        var role = message instanceof Message.Question ? "user" : "assistant";
                        json.writeStartObject()
                                .write("id", message.id().toString())
                                .write("role", role)
                                .write("content", message.content())
                                .write("created_at", message.createdAt().toString())
                                .writeEnd();
                    }
                    json.writeEnd();
                });
    }

    private static void write(JsonGenerator json, String name, Optional<String> text) {
        text.ifPresent(it -> json.write(name, it));
    }

    private static void write(JsonGenerator json, Timings timings) {
        json.writeStartObject("timings");
        ReplyJson.millis(json, "queue_ms", timings.queueMicros());
        ReplyJson.millis(json, "prefill_ms", timings.prefillMicros());
        ReplyJson.millis(json, "first_token_ms", timings.firstTokenMicros());
        ReplyJson.millis(json, "first_reasoning_ms", timings.firstReasoningMicros());
        ReplyJson.millis(json, "first_answer_ms", timings.firstAnswerMicros());
        ReplyJson.millis(json, "total_ms", OptionalLong.of(timings.totalMicros()));
        json.writeEnd();
    }
}
