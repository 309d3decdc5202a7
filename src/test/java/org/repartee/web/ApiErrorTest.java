package org.repartee.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.repartee.chat.ChatFailure;

class ApiErrorTest {

    @Test
    void everyChatFailureHasItsStatusAndCode() {
        assertThat(line(new ChatFailure.Invalid("seed", "seed must be odd")))
                .isEqualTo("400 invalid_value seed: seed must be odd");
        assertThat(line(new ChatFailure.PromptTooLong("9 > 8")))
                .isEqualTo("400 context_length_exceeded messages: 9 > 8");
        assertThat(line(new ChatFailure.UnknownConversation("none")))
                .isEqualTo("404 conversation_not_found conversation: none");
        assertThat(line(new ChatFailure.ConversationBusy("writing")))
                .isEqualTo("409 conversation_busy -: writing");
        assertThat(line(new ChatFailure.Busy("full", 2)))
                .isEqualTo("503 server_overloaded -: full");
        assertThat(line(new ChatFailure.NotReady("loading"))).isEqualTo("503 not_ready -: loading");
    }

    @Test
    void aFullQueueSaysWhenToTryAgain() {
        assertThat(ApiError.of(new ChatFailure.Busy("full", 2)).retryAfter()).hasValue(2);
        assertThat(ApiError.of(new ChatFailure.NotReady("loading")).retryAfter()).isEmpty();
    }

    @Test
    void theBodyHasOpenAisShape() {
        assertThat(ApiError.invalid(400, "invalid_value", "a \"b\"").at("top_p").toJson())
                .isEqualTo(
                        "{\"error\":{\"message\":\"a \\\"b\\\"\",\"type\":\"invalid_request_error\",\"param\":\"top_p\",\"code\":\"invalid_value\"}}");
        assertThat(ApiError.server(503, "not_ready", "wait").toJson())
                .isEqualTo(
                        "{\"error\":{\"message\":\"wait\",\"type\":\"server_error\",\"param\":null,\"code\":\"not_ready\"}}");
    }

    private static String line(ChatFailure failure) {
        return Refusals.line(ApiError.of(failure));
    }
}
