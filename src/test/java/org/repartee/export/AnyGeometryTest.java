package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.repartee.export.RandomCheckpoint.Size;
import org.repartee.runtime.CpuModel;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;

/// Checkpoints of other shapes than the golden one, against a plain forward pass.
class AnyGeometryTest {

    private static final long SEED = 20_261_123;
    private static final int TOKENS = 60;
    private static final int BLOCKS = 10;
    private static final double TOLERANCE = 1e-3;

    @TempDir Path folder;

    static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of(new Size(2, 32, 32, 2, 1, 32, 41, 8, 4, 2, false), 8, 60),
                Arguments.of(new Size(3, 64, 32, 4, 4, 64, 97, 16, 5, 1, true), 16, 7),
                Arguments.of(new Size(4, 96, 64, 12, 3, 32, 333, 5, 32, 4, false), 7, 13),
                Arguments.of(new Size(1, 32, 96, 6, 2, 16, 50, 1, 8, 8, true), 32, 1));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void everyPositionEqualsThePlainForwardPass(Size size, int blockSize, int chunk)
            throws Exception {
        var checkpoint = new RandomCheckpoint(size, SEED).write(folder);
        var reference = new ReferenceModel(checkpoint);
        var tokens = new Random(SEED).ints(TOKENS, 0, size.vocabulary()).toArray();
        try (var model = export(blockSize)) {
            for (var from = 0; from < TOKENS; from += chunk) {
                var count = Math.min(chunk, TOKENS - from);
                var logits = step(model, tokens, from, count);
                var expected = new double[0];
                for (var i = from; i < from + count; i++) {
                    expected = reference.next(tokens[i]);
                }
                assertClose(logits, expected, "seed %d, position %d".formatted(SEED, from + count));
            }
        }
    }

    private ModelRuntime export(int blockSize) throws Exception {
        var out = Files.createTempDirectory("geometry").resolve("model");
        GoldenModel.export(folder, out);
        return CpuModel.load(out, new CpuModel.Options(BLOCKS * 3, blockSize, 1));
    }

    /// The blocks lie scattered and backwards in the pool.
    private static float[] step(ModelRuntime model, int[] tokens, int from, int count) {
        var blocks = IntStream.range(0, BLOCKS).map(i -> 3 * (BLOCKS - i) - 1).toArray();
        var batch = new StepBatch(count, 1, BLOCKS, model.blockSize());
        batch.begin(from, blocks, BLOCKS, true);
        batch.append(tokens, from, count);
        var row = new float[model.geometry().vocabularySize()];
        model.forward(batch).copyRow(0, row);
        return row;
    }

    private static void assertClose(float[] logits, double[] expected, String where) {
        assertThat(logits).hasSize(expected.length);
        for (var id = 0; id < logits.length; id++) {
            assertThat(Math.abs(logits[id] - expected[id]))
                    .as("%s, token %d: %s instead of %s", where, id, logits[id], expected[id])
                    .isLessThan(TOLERANCE);
        }
    }
}
