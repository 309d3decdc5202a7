package org.repartee.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One row per rule that a request can break: the field, and `code param: message`.
class InvalidRequestTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "temperature":"hot"        | invalid_type temperature: temperature must be a number, got "hot"
                    "temperature":2.1          | invalid_value temperature: temperature must be within [0, 2], got 2.1
                    "top_p":3                  | invalid_value top_p: top_p must be within (0, 1], got 3
                    "top_p":0                  | invalid_value top_p: top_p must be within (0, 1], got 0
                    "top_k":-2                 | invalid_value top_k: top_k must be within [-1, 2147483647], got -2
                    "presence_penalty":-2.5    | invalid_value presence_penalty: presence_penalty must be within [-2, 2], got -2.5
                    "frequency_penalty":9e999999999 | invalid_value frequency_penalty: frequency_penalty must be within [-2, 2], got 9E+999999999
                    "repetition_penalty":0     | invalid_value repetition_penalty: repetition_penalty must be within (0, 2], got 0
                    "seed":9223372036854775808 | invalid_value seed: seed must be within [-9223372036854775808, 9223372036854775807], got 9223372036854775808
                    "max_tokens":0             | invalid_value max_tokens: max_tokens must be within [1, 1024], got 0
                    "max_completion_tokens":1025 | invalid_value max_completion_tokens: max_completion_tokens must be within [1, 1024], got 1025
                    "max_tokens":1.5           | invalid_type max_tokens: max_tokens must be an integer, got 1.5
                    "max_tokens":true          | invalid_type max_tokens: max_tokens must be an integer, got true
                    "max_tokens":1,"max_completion_tokens":2 | invalid_value max_tokens: max_tokens must equal max_completion_tokens 2 when both are given, got 1
                    "max_tokens":5,"min_tokens":6 | invalid_value min_tokens: min_tokens must be within [0, 5], got 6
                    "reasoning_effort":"minimal" | unsupported_value reasoning_effort: reasoning_effort must be low, medium or high, got "minimal"
                    "logit_bias":{"x":1}       | invalid_value logit_bias: logit_bias must have token ids as keys, got "x"
                    "logit_bias":{"7":101}     | invalid_value logit_bias.7: logit_bias.7 must be within [-100, 100], got 101
                    "logit_bias":[]            | invalid_type logit_bias: logit_bias must be an object, got an array
                    "stop":["a","b","c","d","e"] | array_above_max_length stop: stop must have at most 4 strings, got 5
                    "stop":["a",""]            | invalid_value stop[1]: stop[1] must not be empty
                    "stop":7                   | invalid_type stop: stop must be a string or an array of strings, got 7
                    "logprobs":1               | invalid_type logprobs: logprobs must be a boolean, got 1
                    "top_logprobs":2           | invalid_value top_logprobs: top_logprobs is only allowed when logprobs is true
                    "logprobs":true,"top_logprobs":21 | invalid_value top_logprobs: top_logprobs must be within [0, 20], got 21
                    "stream":"yes"             | invalid_type stream: stream must be a boolean, got "yes"
                    "stream_options":{}        | invalid_value stream_options: stream_options is only allowed when stream is true
                    "stream":true,"stream_options":{"x":1} | unknown_parameter stream_options.x: unknown field stream_options.x
                    "stream":true,"stream_options":{"include_obfuscation":true} | unsupported_value stream_options.include_obfuscation: stream_options.include_obfuscation must be false, got true
                    "n":2                      | invalid_value n: n must be within [1, 1], got 2
                    "store":true               | unsupported_value store: store must be false, got true
                    "response_format":{"type":"json_object"} | unsupported_value response_format.type: response_format.type must be text, got "json_object"
                    "modalities":["audio"]     | unsupported_value modalities[0]: modalities[0] must be text, got "audio"
                    "metadata":{"a":1}         | invalid_type metadata.a: metadata.a must be a string, got 1
                    "user":1                   | invalid_type user: user must be a string, got 1
                    "audio":{}                 | unsupported_parameter audio: audio is not supported: the model writes text
                    "functions":[]             | unsupported_parameter functions: functions is not supported: use tools
                    "temprature":1             | unknown_parameter temprature: unknown field temprature
                    "tool_choice":"auto"       | invalid_value tool_choice: tool_choice is only allowed when tools are given
                    "tool_choice":"required"   | unsupported_value tool_choice: tool_choice must be auto or none, got "required"
                    "tool_choice":{"type":"function"} | unsupported_value tool_choice: tool_choice must be auto or none, got an object
                    "tools":{}                 | invalid_type tools: tools must be an array, got an object
                    "tools":[{"type":"custom"}] | unsupported_value tools[0].type: tools[0].type must be function, got "custom"
                    "tools":[{"type":"function"}] | missing_required_parameter tools[0].function: tools[0].function is required
                    "tools":[{"type":"function","function":{"name":"a b"}}] | invalid_value tools[0].function.name: tools[0].function.name must be 1 to 64 letters, digits, underscores or hyphens, got "a b"
                    "tools":[{"type":"function","function":{"name":"a","strict":true}}] | unsupported_value tools[0].function.strict: tools[0].function.strict must be false, got true
                    "tools":[{"type":"function","function":{"name":"a"}},{"type":"function","function":{"name":"a"}}] | invalid_value tools[1]: tools[1] must have a name of its own, got a again
                    """)
    void aFieldThatBreaksARuleIsNamed(String field, String refusal) {
        assertThat(
                        refusal(
                                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                                        + field
                                        + "}"))
                .isEqualTo("400 " + refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"content":"a"}              | missing_required_parameter messages[0].role: messages[0].role is required
                    {"role":"robot"}             | unsupported_value messages[0].role: messages[0].role must be system, developer, user, assistant or tool, got "robot"
                    {"role":"user"}              | missing_required_parameter messages[0].content: messages[0].content is required
                    {"role":"user","content":1}  | invalid_type messages[0].content: messages[0].content must be a string or an array of text parts, got 1
                    {"role":"user","content":[{"type":"image_url"}]} | unsupported_value messages[0].content[0].type: messages[0].content[0].type must be text, got "image_url"
                    {"role":"user","content":[{"type":"text"}]} | missing_required_parameter messages[0].content[0].text: messages[0].content[0].text is required
                    {"role":"user","content":"\\ud800"} | invalid_value messages[0].content: messages[0].content must not hold half a surrogate pair, as at index 0
                    {"role":"user","content":"a","x":1} | unknown_parameter messages[0].x: unknown field messages[0].x
                    {"role":"user","content":"a","tool_calls":[]} | unknown_parameter messages[0].tool_calls: unknown field messages[0].tool_calls
                    {"role":"assistant"}         | missing_required_parameter messages[0].content: messages[0].content is required
                    {"role":"assistant","content":"a","function_call":{}} | unsupported_value messages[0].function_call: messages[0].function_call must be null
                    {"role":"assistant","tool_calls":[{"id":"c"}]} | missing_required_parameter messages[0].tool_calls[0].function: messages[0].tool_calls[0].function is required
                    {"role":"tool","content":"a"} | missing_required_parameter messages[0].tool_call_id: messages[0].tool_call_id is required
                    {"role":"tool","content":"a","tool_call_id":"c9"} | invalid_value messages[0].tool_call_id: messages[0].tool_call_id must be the id of an earlier tool call, got "c9"
                    7                            | invalid_type messages[0]: messages[0] must be an object, got 7
                    """)
    void aMessageThatBreaksARuleIsNamed(String message, String refusal) {
        assertThat(refusal("{\"model\":\"m\",\"messages\":[" + message + "]}"))
                .isEqualTo("400 " + refusal);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(refusal("{\"messages\":[]}"))
                .isEqualTo("400 missing_required_parameter model: model is required");
        assertThat(refusal("{\"model\":\"m\"}"))
                .isEqualTo("400 missing_required_parameter messages: messages is required");
        assertThat(refusal("{\"model\":\"m\",\"messages\":[]}"))
                .isEqualTo("400 empty_array messages: messages must hold at least one message");
    }

    @Test
    void aLongValueIsCutInTheMessage() {
        var word = "x".repeat(500);
        assertThat(refusal("{\"model\":\"m\",\"messages\":\"" + word + "\"}"))
                .isEqualTo(
                        "400 invalid_type messages: messages must be an array, got \""
                                + "x".repeat(59)
                                + "…");
    }

    private static String refusal(String json) {
        return Refusals.of(
                () -> ChatCompletionRequest.of(new RequestBody(10_000, 20).parse(json), 1024));
    }
}
