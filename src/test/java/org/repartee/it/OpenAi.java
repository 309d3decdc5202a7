package org.repartee.it;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// OpenAI's own Java client, connected as its documentation says, and what the tests ask through
/// it.
record OpenAi(OpenAIClient client, String model) implements AutoCloseable {

    static OpenAi connect() {
        var address = RunningServer.address();
        var client =
                OpenAIOkHttpClient.builder()
                        .baseUrl(address.resolve("/v1").toString())
                        .apiKey(SignedIn.at(address).key())
                        .maxRetries(0)
                        .build();
        return new OpenAi(client, client.models().list().data().getFirst().id());
    }

    ChatCompletionCreateParams.Builder question(String text) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage(text)
                .temperature(0)
                .maxCompletionTokens(256);
    }

    ChatCompletionCreateParams.Builder weather() {
        var parameters =
                FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty(
                                "properties",
                                JsonValue.from(
                                        Map.of(
                                                "location",
                                                Map.of(
                                                        "type",
                                                        "string",
                                                        "description",
                                                        "The city"))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("location")))
                        .build();
        return question("What is the weather in Paris?")
                .addFunctionTool(
                        FunctionDefinition.builder()
                                .name("getweather")
                                .description("Gets the weather of a place.")
                                .parameters(parameters)
                                .build());
    }

    List<ChatCompletionChunk> stream(ChatCompletionCreateParams params) {
        var chunks = new ArrayList<ChatCompletionChunk>();
        try (var response = client.chat().completions().createStreaming(params)) {
            response.stream().forEach(chunks::add);
        }
        return chunks;
    }

    static ChatCompletion accumulated(List<ChatCompletionChunk> chunks) {
        var accumulator = ChatCompletionAccumulator.create();
        chunks.forEach(accumulator::accumulate);
        return accumulator.chatCompletion();
    }

    static ChatCompletionMessageFunctionToolCall call(ChatCompletion completion) {
        return completion
                .choices()
                .getFirst()
                .message()
                .toolCalls()
                .orElseThrow()
                .getFirst()
                .asFunction();
    }

    @Override
    public void close() {
        client.close();
    }
}
