package org.repartee.harmony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.repartee.harmony.Message.FunctionCall;
import org.repartee.harmony.Message.FunctionResult;
import org.repartee.harmony.Message.User;
import org.repartee.tokenizer.SpecialToken;
import org.repartee.tokenizer.Tokenizer;
import org.repartee.tokenizer.Vocabularies;

class HarmonyRendererTest {

    private static final LocalDate DATE = LocalDate.of(2026, 4, 1);

    static Stream<GoldenFile> rules() {
        return Stream.concat(
                GoldenFile.startingWith("render-"), GoldenFile.startingWith("history-"));
    }

    static Stream<Tokenizer> tokenizers() {
        return Stream.of(Vocabularies.O200K, Vocabularies.BYTES);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aPromptIsWrittenByTheRule(GoldenFile rule) {
        var prompt = Prompts.read(rule.section("prompt"));
        for (var tokenizer : List.of(Vocabularies.O200K, Vocabularies.BYTES)) {
            var ids = new HarmonyRenderer(tokenizer).render(prompt);
            assertThat(new HarmonyText(tokenizer).of(ids)).isEqualTo(rule.section("expected"));
        }
    }

    @Test
    void aSmallPromptHasTheseTokens() {
        var ids =
                new HarmonyRenderer(Vocabularies.O200K)
                        .render(Prompt.of(DATE, Effort.LOW, List.of(new User("hello world"))));
        assertThat(Arrays.copyOfRange(ids, ids.length - 8, ids.length))
                .containsExactly(200006, 1428, 200008, 24912, 2375, 200007, 200006, 173781);
    }

    @Test
    void everySpecialTokenOfAPromptIsTheRenderers() {
        var text =
                String.join("", Stream.of(SpecialToken.values()).map(SpecialToken::text).toList());
        var plain = Prompts.read(ODD.replace("TEXT", "x"));
        var odd = Prompts.read(ODD.replace("TEXT", text));
        for (var tokenizer : List.of(Vocabularies.O200K, Vocabularies.BYTES)) {
            var renderer = new HarmonyRenderer(tokenizer);
            assertThat(specials(tokenizer, renderer.render(odd)))
                    .containsExactly(specials(tokenizer, renderer.render(plain)));
            assertThat(new HarmonyText(tokenizer).of(renderer.render(odd))).contains(text);
        }
    }

    private static final String ODD =
            """
            {"functions": [{"name": "f", "description": "TEXT", "parameters": {"properties": {"TEXT": {"enum": ["TEXT"], "description": "TEXT"}}}}],
             "response_formats": [{"name": "r", "description": "TEXT", "schema": {"TEXT": "TEXT"}}],
             "messages": [{"role": "system", "content": "TEXT"}, {"role": "user", "content": "TEXT"},
              {"role": "assistant", "reasoning": "TEXT", "content": "TEXT", "calls": [{"name": "f", "arguments": "TEXT"}]},
              {"role": "tool", "name": "f", "content": "TEXT"}]}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a.b", "f<|call|>", "\u00FC", "to=x", "line\n"})
    void namesThatCouldBreakAHeaderAreRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Function(name, "", Map.of()))
                .withMessage("function name must match [a-zA-Z0-9_-]{1,64}, got \"" + name + "\"");
        assertThatIllegalArgumentException().isThrownBy(() -> new FunctionCall(name, "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> new FunctionResult(name, ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResponseFormat(name, "", Map.of()))
                .withMessageStartingWith("response format name must match");
    }

    @Test
    void namesHaveAtMost64Characters() {
        assertThat(new Function("a".repeat(64), "", Map.of()).name()).hasSize(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Function("a".repeat(65), "", Map.of()));
    }

    @Test
    void schemasNestedWithoutEndAreRefused() {
        Map<String, Object> schema = Map.of("type", "string");
        for (var i = 0; i < 5_000; i++) {
            schema = Map.of("items", schema);
        }
        var deep = schema;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Function("f", "", deep))
                .withMessage("parameters must not be nested deeper than 64 levels");
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void aConversationOneTurnLongerBeginsWithTheSameTokens(Tokenizer tokenizer) {
        var renderer = new HarmonyRenderer(tokenizer);
        GoldenFile.startingWith("render-")
                .forEach(rule -> {
                    var prompt = Prompts.read(rule.section("prompt"));
                    var answered = with(prompt, Message.Assistant.answer("Yes."));
                    var longer = with(answered, new User("And then?"));
                    var settled = renderer.history(answered);
                    assertThat(renderer.render(longer)).as(rule.name()).startsWith(settled);
                    assertThat(renderer.history(longer)).startsWith(settled);
                    assertThat(renderer.render(prompt)).startsWith(renderer.history(prompt));
                });
    }

    @Test
    void aTurnThatGoesOnCallingKeepsAllTokensBeforeIt() {
        var renderer = new HarmonyRenderer(Vocabularies.O200K);
        var asked = Prompt.of(DATE, Effort.MEDIUM, List.of(new User("Weather?")));
        var called =
                with(
                        asked,
                        new Message.Assistant(
                                "Look it up.", "", List.of(new FunctionCall("weather", "{}"))));
        var told = with(called, new FunctionResult("weather", "sunny"));
        var calledAgain =
                with(
                        told,
                        new Message.Assistant(
                                "Once more.", "", List.of(new FunctionCall("weather", "{}"))));
        assertThat(renderer.history(called)).startsWith(renderer.render(asked));
        assertThat(renderer.render(told)).startsWith(renderer.history(called));
        assertThat(renderer.history(calledAgain)).startsWith(renderer.render(told));
    }

    @Test
    void theStopsAreReturnCallAndEndOfText() {
        assertThat(new HarmonyRenderer(Vocabularies.O200K).stopIds())
                .containsExactly(200002, 200012, 199999);
    }

    private static Prompt with(Prompt prompt, Message next) {
        var messages = Stream.concat(prompt.messages().stream(), Stream.of(next)).toList();
        return new Prompt(
                prompt.date(),
                prompt.effort(),
                prompt.functions(),
                prompt.responseFormats(),
                messages);
    }

    private static int[] specials(Tokenizer tokenizer, int[] ids) {
        return Arrays.stream(ids).filter(id -> !tokenizer.isText(id)).toArray();
    }
}
