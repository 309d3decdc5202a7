package org.repartee.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ChatSocketIT {

    private static final String HELLO = "{\"type\":\"ask\",\"text\":\"Hello!\",\"max_tokens\":256}";

    @SuppressWarnings("NullAway.Init")
    private URI address;

    @SuppressWarnings("NullAway.Init")
    private String model;

    @BeforeAll
    void find() throws Exception {
        address = RunningServer.address();
        model = Http.model(address);
    }

    @Test
    void aQuestionIsAnsweredInNumberedFramesAndStored() throws Exception {
        try (var socket = open()) {
            socket.send(HELLO);
            var answer = socket.answer();
            assertThat(answer.stream().map(frame -> frame.getInt("seq")).toList())
                    .startsWith(1)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(types(answer)).startsWith("accepted").contains("answer").endsWith("done");
            var done = answer.getLast();
            assertThat(done.getString("finish_reason")).isEqualTo("stop");
            assertThat(done.getJsonObject("usage").getInt("completion_tokens")).isPositive();
            assertThat(done.getJsonObject("timings").getJsonNumber("first_token_ms").doubleValue())
                    .isPositive();

            var stored = last(answer.getFirst().getString("conversation"));
            assertThat(stored.getString("state")).isEqualTo("complete");
            assertThat(stored.getString("content")).isEqualTo(text(answer));
        }
    }

    @Test
    void theNextQuestionMayFollowAtOnceInTheSameConversation() throws Exception {
        try (var socket = open()) {
            socket.send(HELLO);
            var conversation = socket.answer().getFirst().getString("conversation");
            socket.send(
                    "{\"type\":\"ask\",\"conversation\":\"%s\",\"text\":\"And now?\",\"max_tokens\":64}"
                            .formatted(conversation));
            var second = socket.answer();
            assertThat(second.getFirst().getString("conversation")).isEqualTo(conversation);
            assertThat(second.getFirst().getInt("seq")).isOne();
        }
    }

    @Test
    void anAnswerIsStopped() throws Exception {
        try (var _ = crowd();
                var socket = open()) {
            socket.send(HELLO);
            var accepted = socket.next();
            socket.send("{\"type\":\"stop\"}");
            assertThat(socket.answer().getLast().getString("finish_reason")).isEqualTo("cancelled");
            assertThat(last(accepted.getString("conversation")).getString("state"))
                    .isEqualTo("stopped");
        }
    }

    @Test
    void anAnswerGoesOnWhereItStoppedWhenItsReaderComesBack() throws Exception {
        try (var _ = crowd()) {
            JsonObject accepted;
            try (var socket = open()) {
                socket.send(HELLO);
                accepted = socket.next();
            }
            try (var socket = open()) {
                var conversation = accepted.getString("conversation");
                socket.send(
                        "{\"type\":\"follow\",\"conversation\":\"%s\",\"answer\":\"%s\",\"after\":1}"
                                .formatted(conversation, accepted.getString("answer")));
                var rest = socket.answer().stream().filter(it -> it.containsKey("seq")).toList();
                assertThat(types(rest)).doesNotContain("accepted").endsWith("done");
                assertThat(text(rest)).isEqualTo(last(conversation).getString("content"));
            }
        }
    }

    @Test
    void anotherPageOfTheSameChatSeesTheQuestionAndItsAnswer() throws Exception {
        try (var first = open();
                var second = open()) {
            first.send(HELLO);
            var conversation = first.answer().getFirst().getString("conversation");
            second.send("{\"type\":\"follow\",\"conversation\":\"%s\"}".formatted(conversation));
            assertThat(second.next().getString("type")).isEqualTo("idle");
            first.send(
                    "{\"type\":\"ask\",\"conversation\":\"%s\",\"text\":\"What is 31 + 45?\"}"
                            .formatted(conversation));
            var seen = second.answer();
            assertThat(seen.getFirst().getString("text")).isEqualTo("What is 31 + 45?");
            assertThat(text(seen)).contains("76");
            assertThat(text(first.answer())).isEqualTo(text(seen));
        }
    }

    @Test
    void anAnswerThatNobodyComesBackToEnds() throws Exception {
        try (var _ = crowd()) {
            String conversation;
            try (var socket = open()) {
                socket.send(HELLO);
                conversation = socket.next().getString("conversation");
            }
            var state = "streaming";
            for (var waited = 0; state.equals("streaming") && waited < 300; waited++) {
                Thread.sleep(100);
                state = last(conversation).getString("state");
            }
            assertThat(state).isIn("interrupted", "complete");
        }
    }

    @Test
    void whoWaitsIsToldItsPlace() throws Exception {
        try (var _ = crowd();
                var socket = open()) {
            socket.send(HELLO);
            assertThat(socket.position()).isBetween(1, Crowd.QUEUE + 1);
            assertThat(socket.answer().getLast().getString("type")).isEqualTo("done");
        }
    }

    @Test
    void aTemporaryQuestionLeavesNothing() throws Exception {
        var before = Http.json(Http.get(address, "/api/conversations?limit=100"));
        try (var socket = open()) {
            socket.send(
                    "{\"type\":\"ask\",\"text\":\"What is my name?\",\"messages\":[{\"role\":\"user\",\"content\":"
                            + "\"My name is Ada.\"},{\"role\":\"assistant\",\"content\":\"Hello Ada, nice to meet you! How can I help?\"}]}");
            assertThat(text(socket.answer())).contains("Ada");
        }
        assertThat(Http.json(Http.get(address, "/api/conversations?limit=100"))).isEqualTo(before);
    }

    @Test
    void oneAnswerAtATime() throws Exception {
        try (var _ = crowd();
                var socket = open()) {
            socket.send(HELLO);
            assertThat(socket.next().getString("type")).isEqualTo("accepted");
            socket.send(HELLO);
            var busy = socket.next();
            assertThat(error(busy).getString("code")).isEqualTo("busy");
            assertThat(busy).doesNotContainKey("seq");
            socket.send("{\"type\":\"stop\"}");
            assertThat(socket.answer().getLast().getString("type")).isEqualTo("done");
        }
    }

    @Test
    void aBadFrameIsAnsweredAndTheSocketStaysOpen() throws Exception {
        try (var socket = open()) {
            socket.send("{");
            assertThat(error(socket.next()).getString("code")).isEqualTo("invalid_json");
            socket.send("{\"type\":\"shout\"}");
            assertThat(error(socket.next()).getString("message"))
                    .isEqualTo("type must be ask, stop, follow or measured, got \"shout\"");
            socket.send("{\"type\":\"ask\",\"text\":\"hi\",\"reasoning_effort\":\"huge\"}");
            assertThat(error(socket.next()).getString("param")).isEqualTo("reasoning_effort");
            socket.send(
                    "{\"type\":\"ask\",\"text\":\"hi\",\"conversation\":\"00000000-0000-0000-0000-000000000000\"}");
            assertThat(error(socket.next()).getString("code")).isEqualTo("conversation_not_found");
            socket.send(HELLO);
            assertThat(socket.answer().getLast().getString("type")).isEqualTo("done");
        }
    }

    @Test
    void anotherWebPageMayNotConnect() {
        assertThatThrownBy(() -> new Socket(address, "http://evil.example"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .cause()
                .satisfies(e ->
                        assertThat(((WebSocketHandshakeException) e).getResponse().statusCode())
                                .isEqualTo(403));
    }

    /// While these are there, an answer waits for its turn.
    private Crowd crowd() throws IOException {
        return new Crowd(address, model).join(Crowd.QUEUE);
    }

    private Socket open() {
        return new Socket(address, "http://" + address.getAuthority());
    }

    private JsonObject last(String conversation) throws IOException, InterruptedException {
        var read = Http.json(Http.get(address, "/api/conversations/" + conversation));
        var messages = read.getJsonArray("messages");
        return messages.getJsonObject(messages.size() - 1);
    }

    private static JsonObject error(JsonObject frame) {
        return frame.getJsonObject("error");
    }

    private static List<String> types(List<JsonObject> frames) {
        return frames.stream().map(frame -> frame.getString("type")).toList();
    }

    private static String text(List<JsonObject> frames) {
        var text = new StringBuilder();
        frames.stream()
                .filter(frame -> frame.getString("type").equals("answer"))
                .map(frame -> frame.getString("text"))
                .forEach(text::append);
        return text.toString();
    }
}
