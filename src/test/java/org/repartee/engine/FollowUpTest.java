package org.repartee.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.repartee.engine.Answers.await;
import static org.repartee.engine.Answers.expected;
import static org.repartee.engine.Answers.greedy;
import static org.repartee.engine.Answers.prompt;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Blocks of 256 tokens, which a device may need, share prefixes to the token nevertheless.
class FollowUpTest {

    private final List<Integer> tokensOfSteps = new CopyOnWriteArrayList<>();
    private final ScriptedModel model = new ScriptedModel(40, 256, ScriptedModel.Kind.DEVICE);
    private final Engine engine = new Engine(model, new EngineLimits(4, 2_048, 4_096, 10, 10_000));

    @AfterEach
    void close() throws InterruptedException {
        IdleEngine.await(engine);
        engine.close();
    }

    private static int[] followUp(int[] prompt, List<Integer> answer, int[] question) {
        return Stream.of(
                        IntStream.of(prompt),
                        answer.stream().mapToInt(Integer::intValue),
                        IntStream.of(question))
                .flatMapToInt(tokens -> tokens)
                .toArray();
    }

    @Test
    void aFollowUpOfSixtyTokensComputesThemAlone() {
        var prompt = prompt(1, 1_200);
        var answer = await(engine.submit(greedy(prompt, 30))).tokens();
        model.beforeStep(batch -> tokensOfSteps.add(batch.tokens()));
        var next = greedy(followUp(prompt, answer, prompt(2, 60)), 3);
        var answered = await(engine.submit(next));
        assertThat(answered.tokens()).isEqualTo(expected(next));
        // The last token of the first answer was delivered, but never computed.
        assertThat(tokensOfSteps).containsExactly(61, 1, 1);
        assertThat(answered.timeline().cachedTokens()).isEqualTo(1_229);
        assertThat(model.copies()).isEqualTo(1);
    }

    @Test
    void anotherConversationSharesTheInstructionsBeforeIt() {
        var instructions = prompt(1, 300);
        await(engine.submit(greedy(followUp(instructions, List.of(), prompt(2, 50)), 5)));
        model.beforeStep(batch -> tokensOfSteps.add(batch.tokens()));
        var other = greedy(followUp(instructions, List.of(), prompt(3, 40)), 2);
        assertThat(await(engine.submit(other)).tokens()).isEqualTo(expected(other));
        assertThat(tokensOfSteps).containsExactly(40, 1);
    }

    @Test
    void theSameQuestionAgainIsAStepOfOneToken() {
        var request = greedy(prompt(1, 700), 2);
        await(engine.submit(request));
        model.beforeStep(batch -> tokensOfSteps.add(batch.tokens()));
        assertThat(await(engine.submit(request)).tokens()).isEqualTo(expected(request));
        assertThat(tokensOfSteps).containsExactly(1, 1);
    }
}
