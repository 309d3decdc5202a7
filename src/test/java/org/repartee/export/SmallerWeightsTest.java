package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.repartee.runtime.CpuModel;
import org.repartee.runtime.StepBatch;

/// What smaller weights do to the golden model's logits: rounded as CUDA's graphs store them, all
/// else stays float32.
///
/// The model's weights are random, so that its layers amplify errors more than trained ones do.
class SmallerWeightsTest {

    private static final int BLOCK_SIZE = 16;
    private static final int BLOCKS = 16;
    private static final String EXPERTS = ".*experts\\.(gate_up|down)_proj";
    private static final String PROJECTIONS = ".*(qkv_proj|o_proj|lm_head)\\.weight";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "experts, 4, 0.6",
        "projections, 8, 0.15",
        "projections, 4, 0.8",
    })
    void logitsStayCloseToTheReferences(String which, int bits, double most) throws IOException {
        var names = Pattern.compile(which.equals("experts") ? EXPERTS : PROJECTIONS);
        copyModel();
        assertThat(round(names, bits)).isGreaterThan(2);
        var errors = 0.0;
        var squares = 0.0;
        var worst = 0.0;
        for (var golden : GoldenModel.cases()) {
            var logits = logits(golden.prompt());
            for (var id = 0; id < logits.length; id++) {
                var error = Math.abs(logits[id] - golden.lastLogits()[id]);
                errors += error * error;
                squares += Math.pow(golden.lastLogits()[id], 2);
                worst = Math.max(worst, error);
            }
        }
        var share = Math.sqrt(errors / squares);
        System.out.printf(
                "golden model, %s in %d bits: logits off by %.1f %%, at most by %.2f%n",
                which, bits, 100 * share, worst);
        assertThat(share).isBetween(1e-4, most);
    }

    private void copyModel() throws IOException {
        try (var files = Files.list(GoldenModel.folder())) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
            }
        }
    }

    /// Rounds the weights of these names where they lie, and returns how many there are.
    private int round(Pattern names, int bits) throws IOException {
        var weights =
                OnnxGraph.read(folder.resolve("model.onnx")).externalWeights().stream()
                        .filter(weight -> names.matcher(weight.getName()).matches())
                        .toList();
        try (var data =
                FileChannel.open(
                        folder.resolve(DataFile.NAME),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            for (var weight : weights) {
                var start = external(weight, "offset");
                var bytes =
                        data.map(FileChannel.MapMode.READ_WRITE, start, external(weight, "length"));
                round(bytes.order(ByteOrder.LITTLE_ENDIAN), bits);
            }
        }
        return weights.size();
    }

    private static void round(ByteBuffer bytes, int bits) {
        var quantizer = new BlockQuantizer(bits, WeightType.BFLOAT16, KernelLayout.PLAIN.block());
        var zeroPoint = 1 << bits - 1;
        var block = new float[KernelLayout.PLAIN.block()];
        var floats = bytes.asFloatBuffer();
        for (var at = 0; at < floats.capacity(); at += block.length) {
            floats.get(at, block);
            quantizer.quantize(block);
            for (var i = 0; i < block.length; i++) {
                block[i] = (quantizer.stored(i) - zeroPoint) * quantizer.scale();
            }
            floats.put(at, block);
        }
    }

    private static long external(TensorProto weight, String key) {
        return weight.getExternalDataList().stream()
                .filter(entry -> entry.getKey().equals(key))
                .map(StringStringEntryProto::getValue)
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private float[] logits(int[] prompt) {
        try (var model = CpuModel.load(folder, new CpuModel.Options(BLOCKS, BLOCK_SIZE, 1))) {
            var batch = new StepBatch(prompt.length, 1, BLOCKS, BLOCK_SIZE);
            batch.begin(0, IntStream.range(0, BLOCKS).toArray(), BLOCKS, true);
            batch.append(prompt, 0, prompt.length);
            var row = new float[model.geometry().vocabularySize()];
            model.forward(batch).copyRow(0, row);
            return row;
        }
    }
}
