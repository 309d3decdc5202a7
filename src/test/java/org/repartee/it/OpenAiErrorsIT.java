package org.repartee.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Errors as OpenAI's own Java client types them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class OpenAiErrorsIT {

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
    void aFieldOutOfRangeIsNamed() {
        var failure = refused(openAi.question("Hello!").topP(3).build());
        assertThat(failure.param()).hasValue("top_p");
        assertThat(failure.code()).hasValue("invalid_value");
        assertThat(failure.getMessage()).contains("top_p must be within (0, 1], got 3");
    }

    @Test
    void anUnknownFieldIsNamed() {
        var failure =
                refused(
                        openAi.question("Hello!")
                                .putAdditionalBodyProperty("temprature", JsonValue.from(1))
                                .build());
        assertThat(failure.param()).hasValue("temprature");
        assertThat(failure.code()).hasValue("unknown_parameter");
    }

    @Test
    void aPromptThatDoesNotFitIsRefused() {
        var failure = refused(openAi.question("word ".repeat(50_000)).build());
        assertThat(failure.code()).hasValue("context_length_exceeded");
    }

    @Test
    void anotherModelIsNotFound() {
        var failure =
                catchThrowableOfType(
                        NotFoundException.class,
                        () ->
                                openAi.client()
                                        .chat()
                                        .completions()
                                        .create(openAi.question("Hello!").model("gpt-4o").build()));
        assertThat(failure.code()).hasValue("model_not_found");
        assertThat(failure.param()).hasValue("model");
    }

    private BadRequestException refused(ChatCompletionCreateParams params) {
        return catchThrowableOfType(
                BadRequestException.class,
                () -> openAi.client().chat().completions().create(params));
    }
}
