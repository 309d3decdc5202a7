package org.repartee.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.repartee.export.ExpertBlockModel;
import org.repartee.export.ModelShape;
import org.repartee.gpu.ExpertBlockSession.Outputs;
import org.repartee.runtime.CacheType;
import org.repartee.runtime.experts.HostExperts;

/// The block as the host computes it, which is what CUDA's kernels are compared with.
class ExpertBlockOnHostTest {

    private static final int TOKENS = 9;

    private final int hidden = ExpertBlockModel.hiddenSize(ModelShape.TINY);

    @TempDir Path folder;

    private Outputs run(CacheType type, float[][] attended, float[][] residual)
            throws OrtException, IOException {
        var model =
                ExpertBlockModel.write(
                        Files.createTempDirectory(folder, "block"), ModelShape.TINY, type);
        try (var session =
                new ExpertBlockSession(model, HostExperts.operators(), Optional.empty())) {
            return session.run(attended, residual);
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT16, 0.01", "BFLOAT16, 0.08"})
    void activationsOf16BitsMoveItLittle(CacheType type, double most)
            throws OrtException, IOException {
        var attended = ExpertBlocks.random(TOKENS, hidden, 1);
        var residual = ExpertBlocks.random(TOKENS, hidden, 2);
        var exact = run(CacheType.FLOAT32, attended, residual);
        var rounded = run(type, attended, residual);
        var normed = ExpertBlocks.worst(rounded.normed(), exact.normed());
        var out = ExpertBlocks.worst(rounded.residual(), exact.residual());
        System.out.printf(
                "experts' block in %s on the host: normed off by %.4f, residual by %.4f%n",
                type, normed, out);
        assertThat(normed).isBetween(1e-5, most);
        assertThat(out).isBetween(1e-6, most);
    }

    @Test
    void tokensDoNotDependOnEachOther() throws OrtException, IOException {
        var attended = ExpertBlocks.random(TOKENS, hidden, 1);
        var residual = ExpertBlocks.random(TOKENS, hidden, 2);
        var all = run(CacheType.FLOAT16, attended, residual);
        var one = run(CacheType.FLOAT16, new float[][] {attended[4]}, new float[][] {residual[4]});
        assertThat(one.normed()[0]).isEqualTo(all.normed()[4]);
        assertThat(one.residual()[0]).isEqualTo(all.residual()[4]);
    }
}
