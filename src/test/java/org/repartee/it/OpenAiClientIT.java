package org.repartee.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.JsonValue;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// OpenAI's own Java client, used as its documentation says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class OpenAiClientIT {

    @SuppressWarnings("NullAway.Init")
    private OpenAi openAi;

    @BeforeAll
    void connect() {
        openAi = OpenAi.connect();
    }

    @AfterAll
    void disconnect() {
        if (openAi != null) {
            openAi.close();
        }
    }

    @Test
    void theModelIsListedAndFound() {
        var found = openAi.client().models().retrieve(openAi.model());
        assertThat(found.id()).isEqualTo(openAi.model());
        assertThat(found.created()).isPositive();
        assertThat(found.ownedBy()).isEqualTo("repartee");
    }

    @Test
    void aQuestionIsAnswered() {
        var completion =
                openAi.client().chat().completions().create(openAi.question("Hello!").build());
        assertThat(completion.validate().model()).isEqualTo(openAi.model());
        var choice = completion.choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(choice.message().content().orElseThrow()).isNotBlank();
        var usage = completion.usage().orElseThrow();
        assertThat(usage.promptTokens()).isPositive();
        assertThat(usage.completionTokens()).isPositive();
        assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
    }

    @Test
    void aStreamTellsTheSameAsAWholeAnswer() {
        var params = openAi.question("What is 31 + 45?").reasoningEffort(ReasoningEffort.HIGH);
        var whole = openAi.client().chat().completions().create(params.build());
        var usage = ChatCompletionStreamOptions.builder().includeUsage(true).build();
        var chunks = openAi.stream(params.streamOptions(usage).build());

        var streamed = OpenAi.accumulated(chunks);
        assertThat(streamed.choices().getFirst().message().content().orElseThrow()).contains("76");
        assertThat(streamed.choices().getFirst().message().content())
                .isEqualTo(whole.choices().getFirst().message().content());
        assertThat(streamed.choices().getFirst().finishReason())
                .isEqualTo(whole.choices().getFirst().finishReason());
        assertThat(streamedReasoning(chunks)).isEqualTo(reasoning(whole)).isNotEmpty();
        var last = chunks.getLast();
        assertThat(last.choices()).isEmpty();
        assertThat(last.usage().orElseThrow().completionTokens())
                .isEqualTo(whole.usage().orElseThrow().completionTokens());
        assertThat(
                        last.usage()
                                .orElseThrow()
                                .completionTokensDetails()
                                .orElseThrow()
                                .reasoningTokens()
                                .orElseThrow())
                .isPositive();
    }

    @Test
    void theSamePromptComesFromTheCache() {
        var params = openAi.question("What is Repartee? Tell me in one sentence.").build();
        openAi.client().chat().completions().create(params);
        var usage = openAi.client().chat().completions().create(params).usage().orElseThrow();
        assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens().orElseThrow())
                .isPositive();
    }

    @Test
    void aToolIsCalledAndItsResultIsAnswered() {
        var params = openAi.weather();
        var completion = openAi.client().chat().completions().create(params.build());
        var choice = completion.choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        var call = OpenAi.call(completion);
        assertThat(call.function().name()).isEqualTo("getweather");
        assertThat(call.function().arguments()).isEqualTo("{\"location\":\"Paris\"}");

        var answered =
                params.addMessage(choice.message())
                        .addMessage(
                                ChatCompletionToolMessageParam.builder()
                                        .toolCallId(call.id())
                                        .content("{\"temperature\":21,\"sky\":\"sunny\"}")
                                        .build())
                        .build();
        var answer = openAi.client().chat().completions().create(answered);
        assertThat(answer.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.choices().getFirst().message().content().orElseThrow()).contains("21");
    }

    @Test
    void aToolCallIsStreamed() {
        var streamed = OpenAi.accumulated(openAi.stream(openAi.weather().build()));
        assertThat(streamed.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertThat(OpenAi.call(streamed).function().name()).isEqualTo("getweather");
        assertThat(OpenAi.call(streamed).function().arguments())
                .isEqualTo("{\"location\":\"Paris\"}");
    }

    @Test
    void logprobsAreTold() {
        var completion =
                openAi.client()
                        .chat()
                        .completions()
                        .create(openAi.question("Hello!").logprobs(true).topLogprobs(2).build());
        var tokens =
                completion.choices().getFirst().logprobs().orElseThrow().content().orElseThrow();
        assertThat(tokens)
                .isNotEmpty()
                .allSatisfy(token -> {
                    assertThat(token.logprob()).isLessThanOrEqualTo(0);
                    assertThat(token.topLogprobs()).hasSize(2);
                    assertThat(token.topLogprobs().getFirst().logprob())
                            .isGreaterThanOrEqualTo(token.topLogprobs().get(1).logprob());
                });
    }

    @Test
    void aLimitEndsTheAnswer() {
        var completion =
                openAi.client()
                        .chat()
                        .completions()
                        .create(openAi.question("Hello!").maxCompletionTokens(2).build());
        assertThat(completion.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.LENGTH);
        assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(2);
    }

    private static String reasoning(ChatCompletion completion) {
        return text(completion.choices().getFirst().message()._allProperties());
    }

    private static String streamedReasoning(List<ChatCompletionChunk> chunks) {
        var text = new StringBuilder();
        for (var chunk : chunks) {
            for (var choice : chunk.choices()) {
                text.append(text(choice.delta()._allProperties()));
            }
        }
        return text.toString();
    }

    private static String text(Map<String, JsonValue> properties) {
        var reasoning = properties.get("reasoning_content");
        return reasoning == null ? "" : reasoning.asStringOrThrow();
    }
}
