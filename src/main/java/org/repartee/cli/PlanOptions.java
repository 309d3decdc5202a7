package org.repartee.cli;

import java.util.List;
import org.repartee.bench.engine.Part;
import org.repartee.bench.engine.Plan;
import org.repartee.runtime.Device;
import org.repartee.runtime.ModelGeometry;
import picocli.CommandLine.Option;

/// The options that say what is measured and how often.
final class PlanOptions {

    private static final List<Integer> BATCHES = List.of(1, 4, 8, 16, 32, 64, 128);
    private static final List<Integer> QUICK_BATCHES = List.of(1, 8, 32);
    private static final List<Integer> CONTEXTS = List.of(512, 8192);
    private static final List<Integer> QUICK_CONTEXTS = List.of(512);
    private static final List<Integer> PREFILLS = List.of(128, 512, 1185, 2048, 8192, 32768);
    private static final List<Integer> QUICK_PREFILLS = List.of(128, 1185, 2048);
    private static final int STEPS = 64;
    private static final int QUICK_STEPS = 24;
    private static final int REPEATS = 7;
    private static final int QUICK_REPEATS = 3;
    private static final int REQUESTS = 4;
    private static final int QUICK_REQUESTS = 2;
    private static final int SHORTEST_PROMPT = 200;
    private static final int LONGEST_PROMPT = 2000;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "of ${COMPLETION-CANDIDATES} (default: all)")
    private List<Part> parts = List.of();

    @Option(names = "--quick", description = "fewer sizes, each measured less often")
    private boolean quick;

    @Option(
            names = "--batches",
            split = ",",
            paramLabel = "N",
            description = "sequences that decode together (default: 1,4,8,16,32,64,128)")
    private List<Integer> batches = List.of();

    @Option(
            names = "--contexts",
            split = ",",
            paramLabel = "N",
            description = "tokens that each of them has (default: 512,8192)")
    private List<Integer> contexts = List.of();

    @Option(
            names = "--prefills",
            split = ",",
            paramLabel = "N",
            description = "tokens of a prompt (default: 128,512,1185,2048,8192,32768)")
    private List<Integer> prefills = List.of();

    @Option(
            names = "--step-tokens",
            defaultValue = "0",
            paramLabel = "N",
            description = "most tokens of a step (default: 2048 on cuda, 512 on the cpu)")
    private int stepTokens;

    @Option(
            names = "--mixed-tokens",
            defaultValue = "1024",
            paramLabel = "N",
            description =
                    "most tokens of a step that computes prompts beside answers (${DEFAULT-VALUE})")
    private int mixedTokens;

    @Option(
            names = "--users",
            defaultValue = "32",
            paramLabel = "N",
            description = "of the mixed load (${DEFAULT-VALUE})")
    private int users;

    @Option(
            names = "--requests",
            defaultValue = "0",
            paramLabel = "N",
            description = "of the mixed load, all users together (default: 4 per user, quick 2)")
    private int requests;

    @Option(
            names = "--answer-tokens",
            defaultValue = "300",
            paramLabel = "N",
            description = "of the mixed load (${DEFAULT-VALUE})")
    private int answer;

    Plan plan(ModelGeometry geometry) {
        var plan =
                new Plan(
                        parts.isEmpty() ? List.of(Part.values()) : parts,
                        or(batches, BATCHES, QUICK_BATCHES),
                        or(contexts, CONTEXTS, QUICK_CONTEXTS),
                        or(prefills, PREFILLS, QUICK_PREFILLS),
                        quick ? QUICK_STEPS : STEPS,
                        quick ? QUICK_REPEATS : REPEATS,
                        stepTokens > 0 ? stepTokens : stepTokens(geometry.device()),
                        mixedTokens,
                        geometry.maxPositions(),
                        mixed());
        return plan.upTo(Math.min(geometry.maxPositions(), plan.longest()));
    }

    private Plan.Mixed mixed() {
        var each = quick ? QUICK_REQUESTS : REQUESTS;
        return new Plan.Mixed(
                users,
                requests > 0 ? requests : users * each,
                SHORTEST_PROMPT,
                LONGEST_PROMPT,
                answer);
    }

    private static int stepTokens(Device device) {
        return switch (device) {
            case CPU -> 512;
            case CUDA -> 2048;
        };
    }

    private List<Integer> or(List<Integer> given, List<Integer> standard, List<Integer> quickOnes) {
        if (given.isEmpty()) {
            return quick ? quickOnes : standard;
        }
        return given.stream().sorted().toList();
    }
}
