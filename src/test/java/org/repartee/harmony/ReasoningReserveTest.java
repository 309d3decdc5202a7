package org.repartee.harmony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.repartee.tokenizer.Tokenizer;
import org.repartee.tokenizer.Vocabularies;

class ReasoningReserveTest {

    private static final String OPENER = "<|end|><|start|>assistant<|channel|>final<|message|>";
    private static final List<Tokenizer> TOKENIZERS =
            List.of(Vocabularies.O200K, Vocabularies.BYTES);

    /// What the model had written when the reserve was reached, and what was appended.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '"',
            value = {
                // In the reasoning, empty or not: the whole opener.
                "<|channel|>analysis<|message|>Let me think;<|end|><|start|>assistant<|channel|>final<|message|>",
                "<|channel|>analysis<|message|>;<|end|><|start|>assistant<|channel|>final<|message|>",
                "<|channel|>analysis<|message|>A<|end|><|start|>assistant<|channel|>analysis<|message|>B;<|end|><|start|>assistant<|channel|>final<|message|>",
                // The reasoning has just ended, or the next header is half-written: the rest of it.
                "<|channel|>analysis<|message|>A<|end|>;<|start|>assistant<|channel|>final<|message|>",
                "<|channel|>analysis<|message|>A<|end|><|start|>;assistant<|channel|>final<|message|>",
                "<|channel|>analysis<|message|>A<|end|><|start|>assist;ant<|channel|>final<|message|>",
                "<|channel|>analysis<|message|>A<|end|><|start|>assistant;<|channel|>final<|message|>",
                "<|channel|>analysis<|message|>A<|end|><|start|>assistant<|channel|>;final<|message|>",
                "<|channel|>analysis<|message|>A<|end|><|start|>assistant<|channel|>fin;al<|message|>",
                "<|channel|>analysis<|message|>A<|end|><|start|>assistant<|channel|>final;<|message|>",
                "<|channel|>;final<|message|>",
                "<|channel|>fi;nal<|message|>",
                // The header opens reasoning: it is completed and ended first.
                "<|channel|>analysis;<|message|><|end|><|start|>assistant<|channel|>final<|message|>",
                "<|channel|>ana;lysis<|message|><|end|><|start|>assistant<|channel|>final<|message|>",
                "<|channel|>analysis<|constrain|>json;<|message|><|end|><|start|>assistant<|channel|>final<|message|>",
                "<|start|>user;<|message|><|end|><|start|>assistant<|channel|>final<|message|>",
                // In an answer, a preamble, a call or their headers: nothing.
                "<|channel|>final<|message|>;\"\"",
                "<|channel|>final<|message|>The answer;\"\"",
                "<|channel|>final <|constrain|>json;\"\"",
                "Headerless;\"\"",
                "<|channel|>commentary<|message|>I look it up;\"\"",
                "<|channel|>commentary<|message|>I look it up<|end|>;\"\"",
                "<|channel|>comm;\"\"",
                "<|channel|>commentary;\"\"",
                "<|channel|>commentary to=functions.f;\"\"",
                "<|channel|>commentary to=functions.f <|constrain|>;\"\"",
                "<|channel|>commentary to=functions.f <|constrain|>json<|message|>{;\"\"",
                "<|channel|>analysis to=functions.f<|message|>{;\"\"",
                " to=functions.f;\"\"",
                "<|start|>assistant to=functions.f<|channel|>;\"\"",
                // The generation is over.
                "<|channel|>final<|message|>A<|return|>;\"\"",
                "<|channel|>final<|message|>A<|end|>;\"\"",
                "<|channel|>analysis<|message|>A<|return|>;\"\"",
                "<|channel|>commentary to=functions.f<|message|>{}<|call|>;\"\"",
                "<|channel|>analysis<|message|>A<|endoftext|>;\"\"",
            })
    void theOpenerIsCompletedFromEveryState(String written, String appended) {
        for (var tokenizer : TOKENIZERS) {
            var text = new HarmonyText(tokenizer);
            var ids = text.ids(written);
            var reserve = new ReasoningReserve(tokenizer, ids.length + 20, 20);
            for (var i = 0; i + 1 < ids.length; i++) {
                assertThat(reserve.apply(ids[i])).as("before the reserve").isEmpty();
            }
            assertThat(text.of(reserve.apply(ids[ids.length - 1]))).isEqualTo(appended);
            assertThat(reserve.forced()).isEqualTo(!appended.isEmpty());
        }
    }

    @Test
    void reasoningAfterAPreambleIsEndedToo() {
        assertThat(
                        appended(
                                "<|channel|>commentary<|message|>So.<|end|><|start|>assistant<|channel|>analysis<|message|>Hm",
                                3))
                .isEqualTo(OPENER);
    }

    @Test
    void theOpenerComesOnce() {
        for (var tokenizer : TOKENIZERS) {
            var text = new HarmonyText(tokenizer);
            var reserve = new ReasoningReserve(tokenizer, 10, 10);
            assertThat(text.of(reserve.apply(text.ids("<|channel|>")[0])))
                    .isEqualTo("final<|message|>");
            for (var token :
                    text.ids(
                            "final<|message|>A<|end|><|start|>assistant<|channel|>analysis<|message|>B")) {
                assertThat(reserve.apply(token)).isEmpty();
            }
        }
    }

    @Test
    void aCharacterIsNotCutApart() {
        var text = new HarmonyText(Vocabularies.BYTES);
        var reserve = new ReasoningReserve(Vocabularies.BYTES, 32, 20);
        for (var token : text.ids("<|channel|>analysis<|message|><|byte E4|><|byte BD|>")) {
            assertThat(reserve.apply(token)).isEmpty();
        }
        assertThat(text.of(reserve.apply(text.ids("<|byte A0|>")[0]))).isEqualTo(OPENER);
    }

    @Test
    void brokenBytesDoNotPutTheOpenerOff() {
        var text = new HarmonyText(Vocabularies.BYTES);
        var reserve = new ReasoningReserve(Vocabularies.BYTES, 31, 20);
        var ids = text.ids("<|channel|>analysis<|message|>" + "<|byte E4|>".repeat(4));
        for (var i = 0; i + 1 < ids.length; i++) {
            assertThat(reserve.apply(ids[i])).isEmpty();
        }
        assertThat(text.of(reserve.apply(ids[ids.length - 1]))).isEqualTo(OPENER);
    }

    @Test
    void withoutAReserveTheModelMayReasonToTheEnd() {
        assertThat(appended("<|channel|>analysis<|message|>Let me think about it", 0)).isEmpty();
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReasoningReserve(Vocabularies.BYTES, 0, 0))
                .withMessage("maxTokens must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReasoningReserve(Vocabularies.BYTES, 5, 6))
                .withMessage("reserve must be within [0, 5], got 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReasoningReserve(Vocabularies.BYTES, 5, -1))
                .withMessage("reserve must be within [0, 5], got -1");
    }

    private static String appended(String written, int reserved) {
        var text = new HarmonyText(Vocabularies.O200K);
        var ids = text.ids(written);
        var reserve = new ReasoningReserve(Vocabularies.O200K, ids.length + reserved, reserved);
        var appended = new StringBuilder();
        for (var token : ids) {
            appended.append(text.of(reserve.apply(token)));
        }
        return appended.toString();
    }
}
