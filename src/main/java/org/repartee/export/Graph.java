package org.repartee.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// An ONNX graph while it is written: each call adds a node and returns the name of its output.
final class Graph {

    private static final int OPSET = 21;
    private static final int IR_VERSION = 10;
    private static final String MICROSOFT = "com.microsoft";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private int names;

    Graph(String name) {
        graph.setName(name);
    }

    /// A standard operator with one output.
    String op(String operator, String... inputs) {
        return op(operator, Map.of(), inputs);
    }

    String op(String operator, Map<String, Object> attributes, String... inputs) {
        return node("", operator, attributes, List.of(inputs), List.of(fresh(operator))).getFirst();
    }

    /// As [#op], but the output has a name that the outside knows.
    void opNamed(String output, String operator, Map<String, Object> attributes, String... inputs) {
        node("", operator, attributes, List.of(inputs), List.of(output));
    }

    /// A standard operator with several outputs.
    List<String> split(
            String operator, int outputs, Map<String, Object> attributes, String... inputs) {
        var produced = new String[outputs];
        Arrays.setAll(produced, _ -> fresh(operator));
        return node("", operator, attributes, List.of(inputs), List.of(produced));
    }

    /// One of Microsoft's operators.
    List<String> microsoft(
            String operator,
            Map<String, Object> attributes,
            List<String> inputs,
            List<String> outputs) {
        return node(MICROSOFT, operator, attributes, inputs, outputs);
    }

    String fresh(String hint) {
        return hint + "_" + names++;
    }

    private List<String> node(
            String domain,
            String operator,
            Map<String, Object> attributes,
            List<String> inputs,
            List<String> outputs) {
        var node =
                NodeProto.newBuilder()
                        .setDomain(domain)
                        .setOpType(operator)
                        .setName("node_" + names++)
                        .addAllInput(inputs)
                        .addAllOutput(outputs);
        attributes.forEach((name, value) -> node.addAttribute(attribute(name, value)));
        graph.addNode(node);
        return outputs;
    }

    private static AttributeProto attribute(String name, Object value) {
        var attribute = AttributeProto.newBuilder().setName(name);
        switch (value) {
            case Integer number -> attribute.setType(AttributeProto.AttributeType.INT).setI(number);
            case Float number -> attribute.setType(AttributeProto.AttributeType.FLOAT).setF(number);
            case String text ->
                    attribute
                            .setType(AttributeProto.AttributeType.STRING)
                            .setS(ByteString.copyFromUtf8(text));
            case List<?> numbers -> {
                attribute.setType(AttributeProto.AttributeType.INTS);
                numbers.forEach(number -> attribute.addInts((Integer) number));
            }
            default -> throw new IllegalArgumentException(name + " has no ONNX form: " + value);
        }
        return attribute.build();
    }

    /// A one-dimensional int64 constant.
    String ints(long... values) {
        var bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant(TensorProto.DataType.INT64, List.of((long) values.length), bytes);
    }

    /// An int64 scalar.
    String scalar(long value) {
        var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, value);
        return constant(TensorProto.DataType.INT64, List.of(), bytes);
    }

    /// A float32 scalar.
    String scalar(float value) {
        var bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(0, value);
        return constant(TensorProto.DataType.FLOAT, List.of(), bytes);
    }

    private String constant(TensorProto.DataType type, List<Long> shape, ByteBuffer bytes) {
        var name = fresh("constant");
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(type.getNumber())
                        .addAllDims(shape)
                        .setRawData(ByteString.copyFrom(bytes)));
        return name;
    }

    /// A tensor whose values lie in the weights file.
    String external(TensorProto.Builder tensor) {
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    String input(String name, TensorProto.DataType type, Object... shape) {
        graph.addInput(value(name, type, shape));
        return name;
    }

    void output(String name, TensorProto.DataType type, Object... shape) {
        graph.addOutput(value(name, type, shape));
    }

    /// @param shape numbers, or names of dimensions that differ from run to run
    private static ValueInfoProto value(String name, TensorProto.DataType type, Object... shape) {
        var dimensions = TensorShapeProto.newBuilder();
        for (var dimension : shape) {
            if (dimension instanceof Integer fixed) {
                dimensions.addDimBuilder().setDimValue(fixed);
            } else {
                dimensions.addDimBuilder().setDimParam(dimension.toString());
            }
        }
        var tensor =
                TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(dimensions);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    ModelProto model() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("repartee")
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
                .build();
    }
}
