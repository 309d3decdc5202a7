package org.repartee.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.engine.Answers.Answer;
import org.repartee.engine.sampling.Sampling;
import org.repartee.runtime.DeviceLost;
import org.repartee.runtime.ModelFailure;

/// 10,000 random requests, many at a time, on a pool too small for them, with steps that fail and
/// devices that are lost.
class RandomRequestsTest {

    private static final int REQUESTS = 10_000;
    private static final int AT_ONCE = 40;
    private static final int BLOCKS = 60;
    private static final int BLOCK_SIZE = 4;
    private static final long SEED = 20_251_123;
    private static final EngineLimits LIMITS = new EngineLimits(12, 48, 160, AT_ONCE, 10_000);

    // Kept, or the level would be forgotten with it.
    private static final Logger LOG = Logger.getLogger(Recovery.class.getName());

    private final Random random = new Random(SEED);
    private final List<Throwable> wrong = Collections.synchronizedList(new ArrayList<>());
    private final List<RuntimeException> defects = Collections.synchronizedList(new ArrayList<>());
    private final List<int[]> prompts = new ArrayList<>();

    /// A request, what it must be answered, and after how many tokens its caller leaves.
    private record Plan(GenerationRequest request, List<Integer> expected, int leavesAfter) {}

    @BeforeAll
    static void lostDevicesAreNoNews() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void lostDevicesAreNewsAgain() {
        LOG.setLevel(null);
    }

    @ParameterizedTest
    @EnumSource
    void everyRequestEndsOnceWithItsOwnTokensAndNothingLeaks(ScriptedModel.Kind kind)
            throws InterruptedException {
        var model = new ScriptedModel(BLOCKS, BLOCK_SIZE, kind);
        var failures = new Random(SEED);
        model.beforeStep(_ -> fail(failures));
        model.beforeResult(() -> fail(failures));
        var rebuilds = new AtomicInteger();
        model.onRebuild(rebuilds::incrementAndGet);
        var room = new Semaphore(AT_ONCE);
        try (var engine = new Engine(model, LIMITS, defects::add)) {
            for (var i = 0; i < REQUESTS; i++) {
                var plan = plan();
                room.acquire();
                Thread.startVirtualThread(() -> {
                    try {
                        play(engine, plan);
                    } catch (Throwable failure) {
                        wrong.add(failure);
                    } finally {
                        room.release();
                    }
                });
            }
            room.acquire(AT_ONCE);
            assertThat(wrong).as("seed %d", SEED).isEmpty();
            var state = IdleEngine.await(engine);
            assertThat(state.freeBlocks() + state.cachedBlocks()).isEqualTo(BLOCKS);
            assertThat(state.preemptions()).isGreaterThan(100);
            assertThat(state.failedSteps()).isGreaterThan(10);
            assertThat(rebuilds.get()).isGreaterThan(2);
            switch (kind) {
                case HOST -> assertThat(state.fullRowFetches()).isZero();
                case DEVICE, SEPARATE -> assertThat(state.fullRowFetches()).isGreaterThan(1_000);
            }
            assertThat(state.prefixHitTokens()).isGreaterThan(5_000);
            assertThat(model.copies()).isGreaterThan(1_000);
        }
        assertThat(defects).isEmpty();
    }

    private static void fail(Random failures) {
        if (failures.nextInt(600) == 0) {
            throw failures.nextInt(8) == 0
                    ? new DeviceLost("scripted", new IllegalStateException("scripted"))
                    : new ModelFailure("scripted");
        }
    }

    /// Asks again when the device is set up again.
    private static Generation submit(Engine engine, GenerationRequest request)
            throws InterruptedException {
        while (true) {
            try {
                return engine.submit(request);
            } catch (EngineRefusal refusal) {
                assertThat(refusal.reason()).isEqualTo(EngineRefusal.Reason.RECOVERING);
                Thread.sleep(1);
            }
        }
    }

    private void play(Engine engine, Plan plan) throws InterruptedException {
        var events = new ArrayList<GenerationEvent>();
        try (var generation = submit(engine, plan.request())) {
            do {
                if (events.size() == plan.leavesAfter()) {
                    generation.close();
                }
                events.add(generation.next());
            } while (events.getLast() instanceof GenerationEvent.Token);
            check(plan, new Answer(events));
        }
    }

    private static void check(Plan plan, Answer answer) {
        var tokens = answer.tokens();
        assertThat(tokens).isEqualTo(plan.expected().subList(0, tokens.size()));
        assertThat(answer.timeline().generatedTokens()).isEqualTo(tokens.size());
        switch (answer.end()) {
            case GenerationEvent.Failed(var cause, _) ->
                    assertThat(cause).isInstanceOf(ModelFailure.class);
            case GenerationEvent.Finished(var reason, _) -> checkReason(reason, plan, tokens);
            case GenerationEvent.Token token -> throw new AssertionError(token);
        }
    }

    private static void checkReason(FinishReason reason, Plan plan, List<Integer> tokens) {
        switch (reason) {
            case STOP -> {
                assertThat(plan.request().stopIds()).contains(tokens.getLast());
                assertThat(tokens).isEqualTo(plan.expected());
            }
            case LENGTH -> assertThat(tokens).hasSize(plan.request().maxTokens());
            case CANCELLED -> assertThat(tokens).hasSizeGreaterThanOrEqualTo(plan.leavesAfter());
            case DEADLINE -> assertThat(plan.request().timeout()).isPresent();
        }
    }

    private Plan plan() {
        var request =
                new GenerationRequest(
                        promptOfMany(),
                        sampling(),
                        random.nextInt(3),
                        3 + random.nextInt(40),
                        Set.of(5, random.nextInt(6, ScriptedModel.VOCABULARY)),
                        GenerationRequest.NO_GUIDE,
                        random.nextInt(50) == 0
                                ? Optional.of(Duration.ofNanos(1 + random.nextInt(2_000_000)))
                                : Optional.empty(),
                        random.nextInt(10) == 0 ? OptionalInt.of(3) : OptionalInt.empty());
        var leavesAfter = random.nextInt(8) == 0 ? random.nextInt(20) : Integer.MAX_VALUE;
        return new Plan(request, Answers.expected(request), leavesAfter);
    }

    /// Half of the prompts go on from a piece of an earlier one.
    private int[] promptOfMany() {
        var length = 1 + random.nextInt(random.nextInt(20) == 0 ? 110 : 30);
        var prompt = random.ints(length, 0, ScriptedModel.VOCABULARY).toArray();
        if (!prompts.isEmpty() && random.nextBoolean()) {
            var earlier = prompts.get(random.nextInt(prompts.size()));
            var shared = random.nextInt(Math.min(length, earlier.length) + 1);
            System.arraycopy(earlier, 0, prompt, 0, shared);
        }
        prompts.add(prompt);
        if (prompts.size() > 20) {
            prompts.removeFirst();
        }
        return prompt;
    }

    private Sampling sampling() {
        if (random.nextBoolean()) {
            return Sampling.greedy();
        }
        var adjusts = random.nextInt(3) == 0;
        return new Sampling(
                random.nextFloat() * 2,
                random.nextBoolean() ? 1 : 1 - random.nextFloat() / 2,
                random.nextInt(30),
                OptionalLong.of(random.nextLong()),
                adjusts ? random.nextFloat() : 0,
                adjusts ? random.nextFloat() : 0,
                adjusts ? 1 + random.nextFloat() / 4 : 1,
                adjusts && random.nextBoolean() ? Map.of(random.nextInt(97), 6f) : Map.of());
    }
}
