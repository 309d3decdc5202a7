package org.repartee.harmony;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.repartee.harmony.HarmonyEvent.Delta;
import org.repartee.harmony.HarmonyEvent.MessageStarted;
import org.repartee.tokenizer.Tokenizer;
import org.repartee.tokenizer.Vocabularies;

class HarmonyParserTest {

    private static final List<Tokenizer> TOKENIZERS =
            List.of(Vocabularies.O200K, Vocabularies.BYTES);

    static Stream<GoldenFile> rules() {
        return GoldenFile.startingWith("parse-");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void tokensAreReadByTheRule(GoldenFile rule) {
        for (var tokenizer : TOKENIZERS) {
            var parser = new HarmonyParser(tokenizer);
            var events =
                    EventText.of(parser, new HarmonyText(tokenizer).ids(rule.section("tokens")));
            assertThat(String.join("\n", events)).isEqualTo(rule.section("events"));
            assertThat(parser.anomalies()).isEqualTo(Integer.parseInt(rule.section("anomalies")));
        }
    }

    @Test
    void textIsToldAsSoonAsItIsThere() {
        var told = new ArrayList<HarmonyEvent>();
        var parser = new HarmonyParser(Vocabularies.BYTES);
        var text = new HarmonyText(Vocabularies.BYTES);
        for (var token : text.ids("<|channel|>final<|message|>hi\u00FC")) {
            parser.accept(token, told::add);
        }
        assertThat(told).hasSize(4).endsWith(new Delta("h"), new Delta("i"), new Delta("\u00FC"));
    }

    @Test
    void aHeaderlessAnswerIsNotHeldBack() {
        var told = new ArrayList<HarmonyEvent>();
        var parser = new HarmonyParser(Vocabularies.O200K);
        parser.accept(Vocabularies.O200K.encode("Hello")[0], told::add);
        assertThat(told).endsWith(new Delta("Hello"));
    }

    @Test
    void theOpenChannelAndTheReasoningTokensAreKnown() {
        var parser = new HarmonyParser(Vocabularies.O200K);
        var text = new HarmonyText(Vocabularies.O200K);
        read(parser, text.ids("<|channel|>analysis<|message|>hello world"));
        assertThat(parser.channel()).contains(Channel.ANALYSIS);
        assertThat(parser.reasoningTokens()).isEqualTo(2);
        read(parser, text.ids("<|end|>"));
        assertThat(parser.channel()).isEmpty();
        read(parser, text.ids("<|start|>assistant<|channel|>final<|message|>hello world"));
        assertThat(parser.channel()).contains(Channel.FINAL);
        assertThat(parser.reasoningTokens()).isEqualTo(2);
    }

    @Test
    void onlyMessagesToFunctionsAreCalls() {
        assertThat(started("<|channel|>commentary to=functions.now<|message|>").function())
                .contains("now");
        assertThat(started("<|channel|>analysis to=functions.now<|message|>").function())
                .contains("now");
        assertThat(started("<|channel|>commentary to=assistant<|message|>").function()).isEmpty();
        assertThat(started("<|channel|>commentary<|message|>").function()).isEmpty();
        assertThat(started("<|channel|>final to=functions.now<|message|>").function()).isEmpty();
    }

    @Test
    void whatTheRendererWritesTheParserReads() {
        for (var tokenizer : TOKENIZERS) {
            var said =
                    "<|channel|>analysis<|message|>Call.<|end|><|start|>assistant<|channel|>commentary to=functions.a <|constrain|>json<|message|>{}<|call|>";
            assertThat(
                            EventText.of(
                                    new HarmonyParser(tokenizer),
                                    new HarmonyText(tokenizer).ids(said)))
                    .containsExactly(
                            "started ANALYSIS",
                            "text Call.",
                            "ended END",
                            "started COMMENTARY to functions.a as json",
                            "text {}",
                            "ended CALL");
        }
    }

    private static MessageStarted started(String header) {
        var told = new ArrayList<HarmonyEvent>();
        var parser = new HarmonyParser(Vocabularies.O200K);
        for (var token : new HarmonyText(Vocabularies.O200K).ids(header)) {
            parser.accept(token, told::add);
        }
        return (MessageStarted) told.getFirst();
    }

    private static void read(HarmonyParser parser, int[] tokens) {
        for (var token : tokens) {
            parser.accept(token, event -> assertThat(event).isNotNull());
        }
    }
}
