package org.repartee.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.repartee.chat.ChatMessage;
import org.repartee.chat.Effort;
import org.repartee.chat.Options;
import org.repartee.chat.Tool;

class ChatCompletionRequestTest {

    @Test
    void theLeastRequestHasOpenAisDefaults() {
        var request = request("");
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.messages()).containsExactly(new ChatMessage.User("hi"));
        assertThat(request.tools()).isEmpty();
        assertThat(request.options()).isEqualTo(Options.DEFAULTS);
        assertThat(request.stream()).isFalse();
        assertThat(request.includeUsage()).isFalse();
    }

    @Test
    void nullMeansAbsent() {
        var request =
                request(
                        """
                        , "temperature":null, "stop":null, "tools":null, "stream":null,
                        "max_tokens":null, "audio":null, "response_format":null, "logit_bias":null
                        """);
        assertThat(request.options()).isEqualTo(Options.DEFAULTS);
    }

    @Test
    void everyOptionIsRead() {
        var request =
                request(
                        """
                        , "reasoning_effort":"high", "max_completion_tokens":512, "min_tokens":3,
                        "temperature":0.5, "top_p":0.9, "top_k":40, "seed":-7,
                        "presence_penalty":-2, "frequency_penalty":2, "repetition_penalty":1.5,
                        "logit_bias":{"5":-100, "200012":1.5}, "stop":["a","b"],
                        "logprobs":true, "top_logprobs":20
                        """);
        assertThat(request.options())
                .isEqualTo(
                        new Options(
                                Effort.HIGH,
                                OptionalInt.of(512),
                                3,
                                0.5f,
                                0.9f,
                                40,
                                OptionalLong.of(-7),
                                -2f,
                                2f,
                                1.5f,
                                Map.of(5, -100f, 200012, 1.5f),
                                List.of("a", "b"),
                                OptionalInt.of(20)));
    }

    @Test
    void maxTokensIsTheOlderNameOfMaxCompletionTokens() {
        assertThat(request(", \"max_tokens\":9").options().maxTokens()).hasValue(9);
        assertThat(request(", \"max_tokens\":9, \"max_completion_tokens\":9").options().maxTokens())
                .hasValue(9);
    }

    @Test
    void aWholeNumberMayBeSpelledAsADecimal() {
        assertThat(request(", \"max_tokens\":5.12e2").options().maxTokens()).hasValue(512);
    }

    @Test
    void oneStopTextNeedsNoArray() {
        assertThat(request(", \"stop\":\"END\"").options().stop()).containsExactly("END");
    }

    @Test
    void theStreamMayTellItsUsage() {
        var request = request(", \"stream\":true, \"stream_options\":{\"include_usage\":true}");
        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":1",
                "\"store\":false",
                "\"user\":\"u\"",
                "\"metadata\":{\"a\":\"b\"}",
                "\"response_format\":{\"type\":\"text\"}",
                "\"parallel_tool_calls\":true",
                "\"modalities\":[\"text\"]",
                "\"service_tier\":\"auto\"",
                "\"prompt_cache_key\":\"k\"",
                "\"tool_choice\":\"none\"",
                "\"top_k\":-1",
            })
    void whatChangesNothingIsAccepted(String field) {
        assertThat(request("," + field).options()).isEqualTo(Options.DEFAULTS);
    }

    @Test
    void everyRoleIsRead() {
        var messages =
                of("""
                {"model":"m", "messages":[
                {"role":"system","content":"s"},
                {"role":"developer","content":[{"type":"text","text":"d"}]},
                {"role":"user","name":"anna","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
                {"role":"assistant","content":null,"reasoning_content":"r","refusal":null,"annotations":[],
                 "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},
                {"role":"tool","tool_call_id":"c1","content":"42"},
                {"role":"assistant","content":"so"}]}
                """)
                        .messages();
        assertThat(messages)
                .containsExactly(
                        new ChatMessage.Instructions("s"),
                        new ChatMessage.Instructions("d"),
                        new ChatMessage.User("ab"),
                        new ChatMessage.Assistant(
                                "r", "", List.of(new ChatMessage.Call("c1", "f", "{}"))),
                        new ChatMessage.ToolResult("c1", "42"),
                        new ChatMessage.Assistant("", "so", List.of()));
    }

    private static final String TOOLS =
            """
            , "tools":[{"type":"function","function":{"name":"f","description":"d","strict":false,
            "parameters":{"type":"object","properties":{"n":{"enum":[1,2.5,"x",true],"default":null}}}}}]
            """;

    @Test
    void aToolsSchemaBecomesPlainMaps() {
        assertThat(request(TOOLS).tools())
                .containsExactly(
                        new Tool(
                                "f",
                                "d",
                                Map.of(
                                        "type",
                                        "object",
                                        "properties",
                                        Map.of(
                                                "n",
                                                Map.of(
                                                        "enum",
                                                        List.of(
                                                                BigInteger.ONE,
                                                                new java.math.BigDecimal("2.5"),
                                                                "x",
                                                                true))))));
    }

    @Test
    void toolChoiceNoneTakesTheToolsAway() {
        assertThat(request(TOOLS + ", \"tool_choice\":\"none\"").tools()).isEmpty();
        assertThat(request(TOOLS + ", \"tool_choice\":\"auto\"").tools()).hasSize(1);
    }

    private static ChatCompletionRequest request(String more) {
        return of(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                        + more
                        + "}");
    }

    private static ChatCompletionRequest of(String json) {
        return ChatCompletionRequest.of(new RequestBody(10_000, 20).parse(json), 1024);
    }
}
