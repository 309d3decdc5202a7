package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.runtime.Device;

/// CUDA's graph as far as a machine without a GPU can check it.
class PagedGraphTest {

    @TempDir static Path folder;

    private final Path out = folder.resolve("model");
    private GraphProto graph = GraphProto.getDefaultInstance();

    @BeforeEach
    void export() throws IOException {
        if (Files.notExists(out)) {
            new Exporter(GoldenModel.silent())
                    .export(
                            new ExportRequest(
                                    new ModelSource.CheckpointFolder(GoldenModel.checkpoint()),
                                    out,
                                    Device.CUDA,
                                    Precision.exact()));
        }
        graph = ModelProto.parseFrom(Files.readAllBytes(out.resolve("model.onnx"))).getGraph();
    }

    @Test
    void inputsAndOutputsAreThoseOfThePortableGraphWithCandidates() throws IOException {
        var portable =
                ModelProto.parseFrom(
                                Files.readAllBytes(
                                        GoldenModel.folderWithCandidates().resolve("model.onnx")))
                        .getGraph();
        assertThat(graph.getInputList())
                .extracting(ValueInfoProto::getName)
                .containsExactlyElementsOf(
                        portable.getInputList().stream().map(ValueInfoProto::getName).toList())
                .contains("block_table", "slot_mapping", "temperature", "past_key_values.3.value");
        assertThat(graph.getOutputList())
                .extracting(ValueInfoProto::getName)
                .containsExactlyElementsOf(
                        portable.getOutputList().stream().map(ValueInfoProto::getName).toList())
                .contains("logits", "candidate_ids", "log_sum_exp", "present.0.key");
    }

    @Test
    void logitsLeaveInTheTypeTheyAreComputedIn() {
        var logits = graph.getOutputList().getFirst();
        assertThat(logits.getName()).isEqualTo("logits");
        assertThat(logits.getType().getTensorType().getElemType())
                .isEqualTo(TensorProto.DataType.BFLOAT16_VALUE);
    }

    /// Kernels of CUDA exist for exactly these; another one would compute on the CPU, and no CUDA
    /// graph could be captured.
    @Test
    void everyOperatorHasAKernelForCuda() {
        assertThat(graph.getNodeList().stream().map(NodeProto::getOpType).distinct())
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
        var node = nodes("PagedAttention").get(1);
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
        assertThat(nodes("PagedAttention"))
                .extracting(node -> attribute(node, "local_window_size"))
                .containsExactly(16L, -1L, 16L, -1L);
    }

    @Test
    void expertsAreRawBytesWithAScalePerBlock() {
        var node = nodes("QMoE").getFirst();
        assertThat(attribute(node, "expert_weight_bits")).isEqualTo(8);
        assertThat(attribute(node, "block_size")).isEqualTo(32);
        assertThat(attribute(node, "weights_prepacked")).isZero();
        var weights = weight(node.getInput(2));
        assertThat(weights.getDataType()).isEqualTo(TensorProto.DataType.UINT8_VALUE);
        assertThat(weights.getDimsList()).containsExactly(8L, 256L, 128L);
        var scales = weight(node.getInput(3));
        assertThat(scales.getDataType()).isEqualTo(TensorProto.DataType.BFLOAT16_VALUE);
        assertThat(scales.getDimsList()).containsExactly(8L, 256L, 4L);
    }

    /// ONNX Runtime checks every node against its operator's schema before it looks for kernels.
    @Test
    void theSchemasHoldAndOnlyKernelsAreMissing() {
        assertThatThrownBy(() -> load(out))
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
        assertThatThrownBy(() -> load(other))
                .hasMessageContaining("Unrecognized attribute: sliding_window");
    }

    private static void load(Path folder) throws OrtException {
        SmallGraph.environment().createSession(folder.resolve("model.onnx").toString()).close();
    }

    private List<NodeProto> nodes(String operator) {
        return graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals(operator))
                .toList();
    }

    private static long attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getI();
    }

    private TensorProto weight(String name) {
        return graph.getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
