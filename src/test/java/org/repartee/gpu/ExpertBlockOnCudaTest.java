package org.repartee.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.repartee.export.Activations;
import org.repartee.export.ExpertBlockModel;
import org.repartee.export.ModelShape;
import org.repartee.runtime.CacheType;
import org.repartee.runtime.KvCacheDtype;
import org.repartee.runtime.cuda.Accelerator;
import org.repartee.runtime.cuda.CudaAccelerator;
import org.repartee.runtime.cuda.CustomOperator;
import org.repartee.runtime.experts.CudaExperts;
import org.repartee.runtime.experts.HostExperts;

/// CUDA's kernels against the host, in gpt-oss-20b's shape: all kinds of tiles, full and not.
class ExpertBlockOnCudaTest {

    private static final List<Integer> TOKENS = List.of(1, 5, 33, 64, 200, 1185);

    @TempDir Path folder;

    /// @param normed how far the normed outputs may be apart
    /// @param residual how far the residuals may be apart
    @ParameterizedTest
    @CsvSource({"FLOAT16, 0.01, 0.005", "BFLOAT16, 0.08, 0.03"})
    void itIsTheHostsBlock(CacheType type, double normed, double residual) throws OrtException {
        new CudaTestDevice(Activations.FLOAT16, KvCacheDtype.AUTO).assume();
        var model = ExpertBlockModel.write(folder, ModelShape.GPT_OSS_20B, type);
        var expected = outputs(model, HostExperts.operators(), Optional.empty());
        try (var accelerator = CudaAccelerator.open(0)) {
            var actual = outputs(model, CudaExperts.operators(), Optional.of(accelerator));
            for (var i = 0; i < TOKENS.size(); i++) {
                assertClose(type, expected.get(i), actual.get(i), normed, residual);
            }
        }
    }

    private static List<ExpertBlockSession.Outputs> outputs(
            Path model, List<CustomOperator> operators, Optional<Accelerator> accelerator)
            throws OrtException {
        var hidden = ExpertBlockModel.hiddenSize(ModelShape.GPT_OSS_20B);
        var outputs = new ArrayList<ExpertBlockSession.Outputs>();
        try (var session = new ExpertBlockSession(model, operators, accelerator)) {
            for (int tokens : TOKENS) {
                outputs.add(
                        session.run(
                                ExpertBlocks.random(tokens, hidden, tokens),
                                ExpertBlocks.random(tokens, hidden, -tokens)));
            }
        }
        return outputs;
    }

    private static void assertClose(
            CacheType type,
            ExpertBlockSession.Outputs expected,
            ExpertBlockSession.Outputs actual,
            double mostNormed,
            double mostResidual) {
        var tokens = expected.normed().length;
        var normed = ExpertBlocks.worst(actual.normed(), expected.normed());
        var residual = ExpertBlocks.worst(actual.residual(), expected.residual());
        System.out.printf(
                "experts' block in %s, %d tokens, CUDA against the host: normed off by %.5f, residual by %.5f%n",
                type, tokens, normed, residual);
        assertThat(ExpertBlocks.isFinite(actual)).as("%d tokens", tokens).isTrue();
        assertThat(normed).as("%d tokens", tokens).isLessThan(mostNormed);
        assertThat(residual).as("%d tokens", tokens).isLessThan(mostResidual);
    }
}
