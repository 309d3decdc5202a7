package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.export.ModelSource.RandomWeights;
import org.repartee.runtime.CpuModel;
import org.repartee.runtime.Device;
import org.repartee.runtime.ModelFile;
import org.repartee.runtime.ModelGeometry;
import org.repartee.runtime.StepBatch;

class RandomModelTest {

    private static final int BLOCK_SIZE = 16;
    private static final int BLOCKS = 20;

    @TempDir Path folder;

    @Test
    void aRandomModelAnswersWithFiniteScores() {
        export(folder.resolve("model"), Device.CPU, 1);
        try (var model =
                CpuModel.load(
                        folder.resolve("model"), new CpuModel.Options(BLOCKS, BLOCK_SIZE, 1))) {
            var prompt = IntStream.range(0, 200).map(i -> i * 81 % 16_384).toArray();
            var token = step(model, 0, prompt);
            var answer = new HashSet<Integer>();
            for (var i = 0; i < 20; i++) {
                answer.add(token);
                token = step(model, prompt.length + i, token);
            }
            assertThat(answer).hasSizeGreaterThan(1);
        }
    }

    @Test
    void theSameSeedMakesTheSameModel() {
        var first = export(folder.resolve("first"), Device.CUDA, 7);
        var again = export(folder.resolve("again"), Device.CUDA, 7);
        var other = export(folder.resolve("other"), Device.CUDA, 8);
        assertThat(again).isEqualTo(first);
        assertThat(other.files().getFirst().sha256())
                .isNotEqualTo(first.files().getFirst().sha256());
    }

    @Test
    void aModelForCudaHasEveryGraphAndNoVocabulary() {
        var geometry = export(folder.resolve("model"), Device.CUDA, 1);
        assertThat(geometry.name()).isEqualTo("tiny-random");
        assertThat(geometry.files())
                .extracting(ModelFile::name)
                .containsExactly(
                        "model.onnx.data", "model.onnx", "model.kv-int8.onnx", "model.kv-fp8.onnx");
        assertThatThrownBy(() ->
                        SmallGraph.environment()
                                .createSession(folder.resolve("model/model.onnx").toString()))
                .hasMessageContaining("Could not find an implementation");
    }

    @Test
    void weightsAreOfASizeAtWhichActivationsStayInRange() {
        var tensors = new RandomTensors(ModelShape.TINY.config(), 1);
        assertThat(deviation(tensors, "model.layers.0.self_attn.q_proj.weight"))
                .isBetween(0.019, 0.021);
        assertThat(deviation(tensors, "model.layers.3.mlp.router.bias")).isBetween(0.005, 0.04);
        var norm = read(tensors, "model.norm.weight");
        while (norm.hasRemaining()) {
            assertThat(norm.getShort()).isEqualTo((short) 0x3F80);
        }
        var scales = read(tensors, "model.layers.1.mlp.experts.down_proj_scales");
        while (scales.hasRemaining()) {
            assertThat((int) scales.get()).isBetween(119, 121);
        }
    }

    @Test
    void aTensorReadInPiecesIsTheTensor() {
        var tensors = new RandomTensors(ModelShape.TINY.config(), 1);
        var spec = tensors.tensor("model.embed_tokens.weight");
        var whole = read(tensors, spec.name());
        var piece = ByteBuffer.allocate(1 << 20);
        for (var from = 0; from < spec.bytes(); from += piece.capacity()) {
            tensors.read(spec, from, piece);
            assertThat(piece).isEqualTo(whole.slice(from, piece.limit()));
        }
    }

    private static ModelGeometry export(Path out, Device device, long seed) {
        var source = new RandomWeights(ModelShape.TINY, seed);
        return new Exporter(GoldenModel.silent())
                .export(new ExportRequest(source, out, device, Exports.INT8_EXPERTS));
    }

    private static int step(CpuModel model, int past, int... tokens) {
        var batch = new StepBatch(tokens.length, 1, BLOCKS, BLOCK_SIZE);
        batch.begin(past, IntStream.range(0, BLOCKS).toArray(), BLOCKS, true);
        batch.append(tokens, 0, tokens.length);
        var logits = model.forward(batch);
        var row = new float[logits.vocabularySize()];
        logits.copyRow(0, row);
        for (var logit : row) {
            assertThat(Math.abs(logit)).isBetween(0f, 20f);
        }
        return logits.argmax(0);
    }

    private static double deviation(RandomTensors tensors, String name) {
        var values = read(tensors, name);
        var count = values.remaining() / Short.BYTES;
        var sum = 0.0;
        while (values.hasRemaining()) {
            sum += Math.pow(Float.intBitsToFloat(values.getShort() << 16), 2);
        }
        return Math.sqrt(sum / count);
    }

    private static ByteBuffer read(RandomTensors tensors, String name) {
        var spec = tensors.tensor(name);
        var bytes = ByteBuffer.allocate((int) spec.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        tensors.read(spec, 0, bytes);
        return bytes;
    }
}
