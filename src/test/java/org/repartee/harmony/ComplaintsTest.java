package org.repartee.harmony;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.repartee.harmony.HarmonyEvent.Delta;
import org.repartee.harmony.HarmonyEvent.MessageEnded;
import org.repartee.harmony.HarmonyEvent.MessageStarted;
import org.repartee.harmony.Message.Assistant;
import org.repartee.harmony.Message.User;
import org.repartee.tokenizer.Tokenizer;
import org.repartee.tokenizer.Vocabularies;

/// What users of other servers complain about, by the numbers of the list that this format was
/// built from; of each what this package can promise.
class ComplaintsTest {

    private static final Tokenizer O200K = Vocabularies.O200K;
    private static final HarmonyText TEXT = new HarmonyText(O200K);
    private static final LocalDate DATE = LocalDate.of(2026, 4, 1);

    private final HarmonyRenderer renderer = new HarmonyRenderer(O200K);
    private final HarmonyParser parser = new HarmonyParser(O200K);

    @Test
    void complaint01AnOddTokenEndsTheRequest() {
        assertThat(
                        said(
                                "<|channel|>final<|message|>One,<|?|> two,<|constrain|> three<|start|>assistant<|channel|>final<|message|>, four<|return|>"))
                .containsExactly(
                        "started FINAL",
                        "text One, two, three",
                        "ended NEXT_MESSAGE",
                        "started FINAL",
                        "text , four",
                        "ended RETURN");
        assertThat(parser.anomalies()).isEqualTo(3);
    }

    @Test
    void complaint02ControlTokensLeakIntoTheContent() {
        assertThat(said("<|channel|>final<|message|>a<|message|>b<|constrain|>c<|endoftext|>"))
                .containsExactly("started FINAL", "text abc", "ended END_OF_TEXT");
    }

    @Test
    void complaint03TextIsLostWhenSeveralTokensArriveInOneStep() {
        var streamed = new ArrayList<HarmonyEvent>();
        var atOnce = new ArrayList<HarmonyEvent>();
        var tokens =
                TEXT.ids(
                        "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>4\u4F60<|return|>");
        for (var token : tokens) {
            parser.accept(token, streamed::add);
        }
        var other = new HarmonyParser(O200K);
        Arrays.stream(tokens).forEach(token -> other.accept(token, atOnce::add));
        assertThat(streamed)
                .isEqualTo(atOnce)
                .last()
                .isEqualTo(new MessageEnded(HarmonyEvent.EndedBy.RETURN));
        assertThat(
                        String.join(
                                "",
                                streamed.stream()
                                        .filter(Delta.class::isInstance)
                                        .map(event -> ((Delta) event).text())
                                        .toList()))
                .isEqualTo("Hm.4\u4F60");
    }

    @Test
    void complaint04BytesOfASplitCharacterShowAsReplacementCharacters() {
        assertThat(
                        said(
                                "<|channel|>final<|message|><|byte F0|><|byte 9F|><|byte 98|><|byte 80|><|byte E4|><|byte BD|>"))
                .containsExactly("started FINAL", "text \uD83D\uDE00", "ended GENERATION");
    }

    @Test
    void complaint05ReasoningUsesUpTheTokensAndTheAnswerIsEmpty() {
        var reserve = new ReasoningReserve(O200K, 40, 20);
        var appended = new ArrayList<String>();
        var endless = TEXT.ids("<|channel|>analysis<|message|>" + "more and ".repeat(20));
        for (var i = 0; i < 20; i++) {
            appended.add(TEXT.of(reserve.apply(endless[i])));
        }
        assertThat(appended.subList(0, 19)).containsOnly("");
        assertThat(appended.getLast())
                .isEqualTo("<|end|><|start|>assistant<|channel|>final<|message|>");
    }

    @Test
    void complaint06AConstraintIsAppliedToTheReasoning() {
        var constrained = new ArrayList<String>();
        for (var token :
                TEXT.ids(
                        "<|channel|>analysis<|message|>So {<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>{}<|return|>")) {
            if (parser.constrained()) {
                constrained.add(TEXT.of(new int[] {token}));
            }
            parser.accept(token, _ -> {});
        }
        assertThat(constrained).containsExactly("{}", "<|return|>");
    }

    @Test
    void complaint07TheFinishReasonIsWrongAboutToolCalls() {
        var events = new ArrayList<HarmonyEvent>();
        for (var token :
                TEXT.ids(
                        "<|channel|>commentary<|message|>I call.<|end|><|start|>assistant<|channel|>commentary to=functions.f<|message|>{}<|call|>")) {
            parser.accept(token, events::add);
        }
        assertThat(
                        events.stream()
                                .filter(MessageStarted.class::isInstance)
                                .map(event -> ((MessageStarted) event).function()))
                .containsExactly(Optional.empty(), Optional.of("f"));
        assertThat(events).last().isEqualTo(new MessageEnded(HarmonyEvent.EndedBy.CALL));
        assertThat(said("<|channel|>final<|message|>I call f.<|call|>"))
                .containsExactly("started FINAL", "text I call f.", "ended CALL");
    }

    @Test
    void complaint08UsageLacksTheReasoningTokens() {
        said(
                "<|channel|>analysis<|message|>hello world<|end|><|start|>assistant<|channel|>final<|message|>hello world hello<|return|>");
        assertThat(parser.reasoningTokens()).isEqualTo(2);
    }

    @Test
    void complaint09ADateOrAnEffortThatChangesLosesThePrefixCache() {
        var messages = List.<Message>of(new User("Hi"));
        var one = renderer.render(Prompt.of(DATE, Effort.LOW, messages));
        assertThat(renderer.render(Prompt.of(DATE, Effort.LOW, messages))).containsExactly(one);
        assertThat(renderer.render(Prompt.of(DATE, Effort.HIGH, List.of(new User("Hello")))))
                .startsWith(renderer.history(Prompt.of(DATE, Effort.HIGH, List.of())));
    }

    @Test
    void complaint10ClientsSendReasoningBackInTheContent() {
        var clean =
                Prompt.of(DATE, Effort.LOW, List.of(new User("Hi"), Assistant.answer("Hello!")));
        var unclean =
                Prompt.of(
                        DATE,
                        Effort.LOW,
                        List.of(
                                new User("Hi"),
                                Assistant.answer("<think>\nGreet.\n</think>\n\nHello!")));
        assertThat(renderer.render(unclean)).containsExactly(renderer.render(clean));
    }

    @Test
    void complaint11TheNextTurnMissesTheCacheFromTheAnswerOn() {
        var answered =
                List.<Message>of(new User("Hi"), new Assistant("Greet.", "Hello!", List.of()));
        var next =
                List.<Message>of(
                        new User("Hi"),
                        new Assistant("Greet.", "Hello!", List.of()),
                        new User("Bye"));
        var prefilledWhenIdle = renderer.history(Prompt.of(DATE, Effort.LOW, answered));
        assertThat(TEXT.of(prefilledWhenIdle))
                .endsWith(
                        "<|start|>user<|message|>Hi<|end|><|start|>assistant<|channel|>final<|message|>Hello!<|end|>");
        assertThat(renderer.render(Prompt.of(DATE, Effort.LOW, next)))
                .startsWith(prefilledWhenIdle);
    }

    private List<String> said(String tokens) {
        return EventText.of(parser, TEXT.ids(tokens));
    }
}
