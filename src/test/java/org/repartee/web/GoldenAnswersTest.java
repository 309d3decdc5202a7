package org.repartee.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.repartee.chat.ReplyEvent;

/// What goes over the wire, byte for byte: the files lie in `src/test/resources/web`.
class GoldenAnswersTest {

    @Test
    void aStreamedAnswer() throws IOException {
        assertThat(chunks(Told.answered(), true)).isEqualTo(golden("stream.txt"));
    }

    @Test
    void aStreamThatTellsItsTimings() throws IOException {
        var asked = new CompletionChunks.Extras(true, true);
        var last = chunks(Told.answered(), asked).lines().toList().getLast();
        assertThat(last + "\n").isEqualTo(golden("stream-timings.txt"));
    }

    @Test
    void streamedToolCalls() throws IOException {
        assertThat(chunks(Told.called(), false)).isEqualTo(golden("stream-tools.txt"));
    }

    @Test
    void streamedLogprobs() throws IOException {
        assertThat(chunks(Told.weighed(), false)).isEqualTo(golden("stream-logprobs.txt"));
    }

    @Test
    void aStreamThatFails() throws IOException {
        assertThat(chunks(Told.failed(), true)).isEqualTo(golden("stream-failed.txt"));
    }

    @Test
    void anAnswerThatTheServerEndsIsAnError() {
        assertThat(chunks(List.of(Told.finished(ReplyEvent.Finish.CANCELLED)), true))
                .endsWith(
                        "{\"error\":{\"message\":\"the server ended the answer before it was complete\",\"type\":\"server_error\",\"param\":null,\"code\":\"cancelled\"}}\n");
    }

    @Test
    void anAnswerThatAStopInterruptsIsAnErrorOnEveryWay() {
        var end = Told.finished(ReplyEvent.Finish.INTERRUPTED);
        var error =
                "\"error\":{\"message\":\"the server stopped before the answer was complete: ask again soon\",\"type\":\"server_error\",\"param\":null,\"code\":\"interrupted\"}}\n";
        assertThat(chunks(List.of(end), true)).endsWith("{" + error);
        assertThat(frames(List.of(end))).isEqualTo("{\"type\":\"error\",\"seq\":1," + error);
    }

    @Test
    void aWholeAnswer() throws IOException {
        assertThat(whole(Told.answered())).isEqualTo(golden("whole.txt"));
    }

    @Test
    void wholeToolCalls() throws IOException {
        assertThat(whole(Told.called())).isEqualTo(golden("whole-tools.txt"));
    }

    @Test
    void wholeLogprobs() throws IOException {
        assertThat(whole(Told.weighed())).isEqualTo(golden("whole-logprobs.txt"));
    }

    @Test
    void framesOverTheSocket() throws IOException {
        var events = new ArrayList<ReplyEvent>();
        events.add(Told.accepted());
        events.addAll(Told.answered());
        assertThat(frames(events)).isEqualTo(golden("frames.txt"));
    }

    @Test
    void framesOfAnAnswerThatFails() throws IOException {
        assertThat(frames(Told.failed())).isEqualTo(golden("frames-failed.txt"));
    }

    @Test
    void aComplaintHasNoNumber() {
        assertThat(AnswerFrames.complaint(ApiError.invalid(409, "busy", "one at a time")))
                .isEqualTo(
                        "{\"type\":\"error\",\"error\":{\"message\":\"one at a time\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"busy\"}}");
    }

    private static String chunks(List<ReplyEvent> events, boolean includeUsage) {
        return chunks(events, new CompletionChunks.Extras(includeUsage, false));
    }

    private static String chunks(List<ReplyEvent> events, CompletionChunks.Extras extras) {
        var chunks = new CompletionChunks(Told.HEAD, extras, new JsonText());
        var lines = new ArrayList<>(List.of(chunks.first()));
        events.forEach(event -> lines.addAll(chunks.of(event)));
        return String.join("\n", lines) + "\n";
    }

    private static String whole(List<ReplyEvent> events) {
        var completion = new ChatCompletion();
        events.forEach(completion::add);
        if (!(events.getLast() instanceof ReplyEvent.Finished(var finish, var usage, _))) {
            throw new AssertionError(events);
        }
        return completion.toJson(Told.HEAD, finish, usage) + "\n";
    }

    private static String frames(List<ReplyEvent> events) {
        var frames = new AnswerFrames();
        var lines = new StringBuilder();
        var sequence = 0;
        for (var event : events) {
            var piece = new Feed.Piece(++sequence, event, 0);
            lines.append(frames.of(piece, Duration.ofMillis(2), false)).append('\n');
        }
        return lines.toString();
    }

    private static String golden(String name) throws IOException {
        try (var in = GoldenAnswersTest.class.getResourceAsStream("/web/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        }
    }
}
