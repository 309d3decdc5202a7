package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CUDA's graph as far as a machine without a GPU can check it.
class PagedGraphTest {

    @TempDir static Path folder;

    private final Path out = folder.resolve("model");
    private OnnxGraph graph = new OnnxGraph(GraphProto.getDefaultInstance());

    @BeforeEach
    void exportOnce() throws IOException {
        if (Files.notExists(out)) {
            GoldenModel.exportForCuda(out, Exports.INT8_EXPERTS);
        }
        graph = OnnxGraph.read(out.resolve("model.onnx"));
    }

    @Test
    void inputsAndOutputsAreThoseOfThePortableGraphWithCandidates() throws IOException {
        var portable = OnnxGraph.read(GoldenModel.folderWithCandidates().resolve("model.onnx"));
        assertThat(graph.proto().getInputList())
                .extracting(ValueInfoProto::getName)
                .containsExactlyElementsOf(
                        portable.proto().getInputList().stream()
                                .map(ValueInfoProto::getName)
                                .toList())
                .contains("block_table", "slot_mapping", "temperature", "past_key_values.3.value");
        assertThat(graph.proto().getOutputList())
                .extracting(ValueInfoProto::getName)
                .containsExactlyElementsOf(
                        portable.proto().getOutputList().stream()
                                .map(ValueInfoProto::getName)
                                .toList())
                .contains("logits", "candidate_ids", "log_sum_exp", "present.0.key");
    }

    @Test
    void logitsLeaveInTheTypeTheyAreComputedIn() {
        var logits = graph.proto().getOutputList().getFirst();
        assertThat(logits.getName()).isEqualTo("logits");
        assertThat(logits.getType().getTensorType().getElemType())
                .isEqualTo(TensorProto.DataType.BFLOAT16_VALUE);
    }

    /// Kernels of CUDA exist for exactly these; another one would compute on the CPU, and no CUDA
    /// graph could be captured.
    @Test
    void everyOperatorHasAKernelForCuda() {
        assertThat(graph.proto().getNodeList().stream().map(NodeProto::getOpType).distinct())
                .isSubsetOf(
                        "Cast",
                        "Div",
                        "Gather",
                        "GatherElements",
                        "Gemm",
                        "LogSoftmax",
                        "Pad",
                        "PagedAttention",
                        "QMoE",
                        "ReduceMax",
                        "Reshape",
                        "SimplifiedLayerNormalization",
                        "SkipSimplifiedLayerNormalization",
                        "Slice",
                        "Sub",
                        "TopK",
                        "Unsqueeze");
    }

    @Test
    void attentionReadsItsInputsInTheOperatorsOrder() {
        var node = graph.nodes("PagedAttention").get(1);
        assertThat(node.getInputList())
                .containsExactly(
                        "layer.1.attention.Projection",
                        "",
                        "",
                        "past_key_values.1.key",
                        "past_key_values.1.value",
                        "cumulative_sequence_lengths",
                        "past_sequence_lengths",
                        "block_table",
                        "rotary.cos",
                        "rotary.sin",
                        "slot_mapping",
                        "model.layers.1.self_attn.sinks",
                        "",
                        "",
                        "",
                        "",
                        "attention_metadata");
        assertThat(node.getOutputList()).endsWith("present.1.key", "present.1.value");
    }

    @Test
    void onlySlidingLayersHaveAWindow() {
        assertThat(graph.nodes("PagedAttention"))
                .extracting(node -> OnnxGraph.attribute(node, "local_window_size"))
                .containsExactly(16L, -1L, 16L, -1L);
    }

    @Test
    void expertsAreRawBytesWithAScalePerBlock() {
        var node = graph.nodes("QMoE").getFirst();
        assertThat(OnnxGraph.attribute(node, "expert_weight_bits")).isEqualTo(8);
        assertThat(OnnxGraph.attribute(node, "block_size")).isEqualTo(32);
        assertThat(OnnxGraph.attribute(node, "weights_prepacked")).isZero();
        var weights = graph.weight(node.getInput(2));
        assertThat(weights.getDataType()).isEqualTo(TensorProto.DataType.UINT8_VALUE);
        assertThat(weights.getDimsList()).containsExactly(8L, 256L, 128L);
        var scales = graph.weight(node.getInput(3));
        assertThat(scales.getDataType()).isEqualTo(TensorProto.DataType.BFLOAT16_VALUE);
        assertThat(scales.getDimsList()).containsExactly(8L, 256L, 4L);
    }

    @Test
    void theProjectionsBiasIsAddedByTheNormBehindIt() {
        var norm = graph.nodes("SkipSimplifiedLayerNormalization").getFirst();
        assertThat(norm.getInputList())
                .containsExactly(
                        "layer.0.attention.Projection_2",
                        "embedding.Gather",
                        "model.layers.0.post_attention_layernorm.weight",
                        "model.layers.0.self_attn.o_proj.bias");
        assertThat(graph.nodes("Gemm").get(1).getInputList())
                .containsExactly(
                        "layer.0.attention.PagedAttention",
                        "model.layers.0.self_attn.o_proj.weight");
    }
}
