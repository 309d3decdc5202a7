package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// CUDA's graphs for smaller caches and smaller weights, as far as a machine without a GPU can
/// check them.
class PagedGraphVariantsTest {

    @TempDir static Path folder;
    private static Path out = Path.of("");

    @BeforeAll
    static void export() {
        out = folder.resolve("model");
        GoldenModel.exportForCuda(out, Exports.INT8_EXPERTS);
    }

    @ParameterizedTest
    @CsvSource({
        "model.onnx, 16",
        "model.kv-int8.onnx, 3",
        "model.kv-fp8.onnx, 17",
    })
    void eachGraphKeepsKeysAndValuesInItsOwnType(String file, int type) throws IOException {
        var other = OnnxGraph.read(out.resolve(file));
        var caches =
                other.proto().getInputList().stream()
                        .filter(input -> input.getName().startsWith("past_key_values"))
                        .map(input -> input.getType().getTensorType().getElemType());
        assertThat(caches).hasSize(8).containsOnly(type);
        assertThat(other.externalWeights())
                .isEqualTo(OnnxGraph.read(out.resolve("model.onnx")).externalWeights());
    }

    @Test
    void aSmallerCacheHasOneScaleForALayersKeysAndOneForItsValues() throws IOException {
        var graph = OnnxGraph.read(out.resolve("model.kv-int8.onnx"));
        var node = graph.nodes("PagedAttention").get(2);
        assertThat(node.getInputList().subList(14, 16))
                .containsExactly(
                        "model.layers.2.self_attn.k_scale", "model.layers.2.self_attn.v_scale");
        assertThat(node.getAttributeList())
                .filteredOn(attribute -> attribute.getName().endsWith("quant_type"))
                .extracting(attribute -> attribute.getS().toStringUtf8())
                .containsExactly("PER_TENSOR", "PER_TENSOR");
        var scale = graph.weight("model.layers.2.self_attn.k_scale");
        assertThat(scale.getDimsList()).containsExactly(1L);
        assertThat(scale.getFloatData(0)).isBetween(5f / 127, 15f / 127);
        var other = OnnxGraph.read(out.resolve("model.kv-fp8.onnx"));
        assertThat(other.weight("model.layers.2.self_attn.v_scale").getFloatData(0)).isEqualTo(1);
    }

    /// ONNX Runtime checks every node against its operator's schema before it looks for kernels.
    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "model.kv-int8.onnx", "model.kv-fp8.onnx"})
    void theSchemasHoldAndOnlyKernelsAreMissing(String file) {
        assertOnlyKernelsAreMissing(out.resolve(file));
    }

    @ParameterizedTest
    @CsvSource({"EIGHT, PLAIN, INT8, 8", "FOUR, PLAIN, INT4, 4", "EIGHT, HOPPER, INT8, 8"})
    void theSchemasHoldForSmallerWeights(
            ProjectionBits projections,
            KernelLayout layout,
            ExpertFormat experts,
            int bits,
            @TempDir Path other)
            throws IOException {
        var smaller = other.resolve("model");
        GoldenModel.exportForCuda(
                smaller,
                new Precision(
                        Activations.BFLOAT16, new ProjectionFormat(projections, layout), experts));
        assertOnlyKernelsAreMissing(smaller.resolve("model.onnx"));
        var graph = OnnxGraph.read(smaller.resolve("model.onnx"));
        assertThat(graph.nodes("MatMulNBits"))
                .hasSize(2 * 4 + 1)
                .allSatisfy(node -> assertThat(OnnxGraph.attribute(node, "bits")).isEqualTo(bits))
                .allSatisfy(node ->
                        assertThat(OnnxGraph.attribute(node, "block_size"))
                                .isEqualTo(layout.block()))
                .allSatisfy(node ->
                        assertThat(OnnxGraph.attribute(node, "weight_prepacked"))
                                .isEqualTo(layout.prepacked()));
        assertThat(graph.nodes("MatMulNBits").getLast().getOutput(0)).isEqualTo("logits");
        assertThat(graph.nodes("Gemm"))
                .extracting(node -> node.getInput(1))
                .allMatch(name -> name.contains("router"));
        assertThat(OnnxGraph.attribute(graph.nodes("QMoE").getLast(), "expert_weight_bits"))
                .isEqualTo(bits);
    }

    private static void assertOnlyKernelsAreMissing(Path model) {
        assertThatThrownBy(() -> load(model))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("ORT_NOT_IMPLEMENTED")
                .hasMessageContaining("Could not find an implementation");
    }

    @Test
    void theSchemaCheckWouldNoticeAWrongAttribute(@TempDir Path other) throws IOException {
        var model = ModelProto.parseFrom(Files.readAllBytes(out.resolve("model.onnx"))).toBuilder();
        for (var node : model.getGraphBuilder().getNodeBuilderList()) {
            if (node.getOpType().equals("PagedAttention")) {
                node.addAttribute(Attributes.integer("sliding_window", 16));
            }
        }
        Files.createLink(other.resolve(DataFile.NAME), out.resolve(DataFile.NAME));
        Files.write(other.resolve("model.onnx"), model.build().toByteArray());
        assertThatThrownBy(() -> load(other.resolve("model.onnx")))
                .hasMessageContaining("Unrecognized attribute: sliding_window");
    }

    private static void load(Path model) throws OrtException {
        SmallGraph.environment().createSession(model.toString()).close();
    }
}
