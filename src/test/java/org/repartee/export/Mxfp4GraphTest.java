package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.repartee.runtime.cuda.OperatorDomain;
import org.repartee.runtime.cuda.OrtApi;
import org.repartee.runtime.experts.HostExperts;

/// CUDA's graph with experts in MXFP4, as far as a machine without a GPU can check it.
class Mxfp4GraphTest {

    @TempDir Path folder;

    private Path export(Activations activations, ExpertFormat experts) {
        var out = folder.resolve("model-" + experts);
        GoldenModel.exportForCuda(
                out, new Precision(activations, ProjectionFormat.exact(), experts));
        return out;
    }

    private OnnxGraph graph(Activations activations) throws IOException {
        return OnnxGraph.read(export(activations, ExpertFormat.MXFP4).resolve("model.onnx"));
    }

    @ParameterizedTest
    @CsvSource({"FLOAT16, ExpertBlockFloat16", "BFLOAT16, ExpertBlockBfloat16"})
    void aLayersExpertsAreOneNode(Activations activations, String operator) throws IOException {
        var graph = graph(activations);
        var nodes = graph.nodes(operator);
        assertThat(nodes)
                .hasSize(4)
                .allSatisfy(node -> assertThat(node.getDomain()).isEqualTo("org.repartee"));
        assertThat(nodes.get(1).getInputList())
                .containsExactly(
                        "layer.1.attention.Projection_2",
                        "layer.0.ExpertBlock.residual",
                        "model.layers.1.self_attn.o_proj.bias",
                        "model.layers.1.post_attention_layernorm.weight",
                        "model.layers.1.mlp.router.weight",
                        "model.layers.1.mlp.router.bias",
                        "model.layers.1.mlp.experts.gate_up_proj_tiles",
                        "model.layers.1.mlp.experts.gate_up_proj_bias",
                        "model.layers.1.mlp.experts.down_proj_tiles",
                        "model.layers.1.mlp.experts.down_proj_bias",
                        "model.layers.2.input_layernorm.weight");
        assertThat(nodes.getLast().getInputList()).endsWith("model.norm.weight");
        assertThat(OnnxGraph.attribute(nodes.getFirst(), "top_k")).isEqualTo(4);
    }

    @Test
    void tilesHoldAllOfTheExperts() throws IOException {
        var graph = graph(Activations.FLOAT16);
        var gateUp = graph.weight("model.layers.0.mlp.experts.gate_up_proj_tiles");
        assertThat(gateUp.getDataType()).isEqualTo(TensorProto.DataType.UINT8_VALUE);
        assertThat(gateUp.getDimsList()).containsExactly(8L, 16L, 2L, 544L);
        var down = graph.weight("model.layers.0.mlp.experts.down_proj_tiles");
        assertThat(down.getDimsList()).containsExactly(8L, 8L, 2L, 544L);
        var bias = graph.weight("model.layers.0.mlp.experts.down_proj_bias");
        assertThat(bias.getDataType()).isEqualTo(TensorProto.DataType.FLOAT_VALUE);
    }

    @Test
    void nothingElseReadsOrNormsTheResidual() throws IOException {
        assertThat(
                        graph(Activations.BFLOAT16).proto().getNodeList().stream()
                                .map(NodeProto::getOpType)
                                .distinct())
                .doesNotContain("QMoE", "SkipSimplifiedLayerNormalization");
    }

    @Test
    void theyTakeLittleMoreThanHalfOfExactOnesIn8Bits() throws IOException {
        var four = export(Activations.FLOAT16, ExpertFormat.MXFP4).resolve(DataFile.NAME);
        var eight = export(Activations.FLOAT16, ExpertFormat.INT8).resolve(DataFile.NAME);
        // 1.5 million weights: 17/32 of a byte each instead of 34/32.
        var weights = 4 * 8 * 3 * 128 * 128L;
        assertThat(Files.size(eight) - Files.size(four))
                .isBetween(weights * 16 / 32, weights * 18 / 32);
    }

    /// ONNX Runtime checks every node against its operator's schema before it looks for kernels.
    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "model.kv-int8.onnx", "model.kv-fp8.onnx"})
    void theSchemasHoldAndOnlyKernelsAreMissing(String file) {
        var model = export(Activations.BFLOAT16, ExpertFormat.MXFP4).resolve(file);
        assertThatThrownBy(() -> load(model))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("ORT_NOT_IMPLEMENTED")
                .hasMessageContaining("Could not find an implementation");
    }

    private static void load(Path model) throws OrtException {
        var environment = SmallGraph.environment();
        try (var domain = new OperatorDomain(OrtApi.of(environment), HostExperts.operators());
                var options = new OrtSession.SessionOptions()) {
            domain.addTo(options);
            environment.createSession(model.toString(), options).close();
        }
    }
}
