package org.repartee.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// An exported graph as tests look at it.
record OnnxGraph(GraphProto proto) {

    static OnnxGraph read(Path model) throws IOException {
        return new OnnxGraph(ModelProto.parseFrom(Files.readAllBytes(model)).getGraph());
    }

    List<NodeProto> nodes(String operator) {
        return proto.getNodeList().stream()
                .filter(node -> node.getOpType().equals(operator))
                .toList();
    }

    TensorProto weight(String name) {
        return proto.getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// The weights that lie in the data file.
    List<TensorProto> externalWeights() {
        return proto.getInitializerList().stream()
                .filter(tensor -> tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
                .toList();
    }

    static long attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getI();
    }
}
