package org.repartee.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Collects the nodes, weights, inputs and outputs of a graph. A value is known by its name.
final class GraphWriter {

    private static final int IR_VERSION = 10;

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final int opset;
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final Map<List<Long>, String> constants = new HashMap<>();
    private final SortedSet<String> domains = new TreeSet<>(Set.of("", OperatorSets.MICROSOFT));
    private String scope = "";

    /// @param opset version of the standard operators
    GraphWriter(String name, int opset) {
        graph.setName(name);
        this.opset = opset;
    }

    /// Prefix of the nodes that follow, for people who look at the graph.
    void scope(String prefix) {
        scope = prefix + ".";
    }

    /// Declares an input; dimensions are numbers or names of unknown sizes.
    String input(String name, DataType type, Object... dimensions) {
        graph.addInput(value(name, type, dimensions));
        return name;
    }

    void output(String name, DataType type, Object... dimensions) {
        graph.addOutput(value(name, type, dimensions));
    }

    /// Adds a node with one output and returns the output's name.
    String node(String operator, List<String> inputs, AttributeProto... attributes) {
        var name = uniqueName(operator);
        nodes(operator, name, inputs, List.of(name), attributes);
        return name;
    }

    /// Adds a node whose outputs get the given names; an empty name leaves an optional output out.
    void nodes(
            String operator,
            String name,
            List<String> inputs,
            List<String> outputs,
            AttributeProto... attributes) {
        var node =
                NodeProto.newBuilder()
                        .setOpType(operator)
                        .setName(name)
                        .addAllInput(inputs)
                        .addAllOutput(outputs)
                        .addAllAttribute(List.of(attributes));
        var domain = OperatorSets.domain(operator);
        domains.add(domain);
        graph.addNode(node.setDomain(domain));
    }

    /// A fresh name within the current scope.
    String uniqueName(String stem) {
        var name = scope + stem;
        var count = uses.merge(name, 1, Integer::sum);
        return count == 1 ? name : name + "_" + count;
    }

    /// Adds a weight, kept in the data file, and returns its name.
    String weight(Weight weight) {
        if (weights.put(weight.name(), weight) != null) {
            throw new IllegalArgumentException("two weights are called " + weight.name());
        }
        return weight.name();
    }

    /// A constant vector of int64, kept within the graph.
    String vector(long... values) {
        return constant(List.of((long) values.length), values);
    }

    /// A constant scalar of int64.
    String scalar(long value) {
        return constant(List.of(), value);
    }

    /// A constant scalar of int32.
    String scalar32(int value) {
        var name = "constant_int32_" + value;
        if (uses.merge(name, 1, Integer::sum) == 1) {
            graph.addInitializer(
                    TensorProto.newBuilder()
                            .setName(name)
                            .setDataType(DataType.INT32.getNumber())
                            .addInt32Data(value));
        }
        return name;
    }

    /// A constant scalar of float32.
    String scalar(float value) {
        var name = uniqueName("constant");
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(DataType.FLOAT.getNumber())
                        .addFloatData(value));
        return name;
    }

    /// A constant vector of one float32.
    String vector(String name, float value) {
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(DataType.FLOAT.getNumber())
                        .addDims(1)
                        .addFloatData(value));
        return name;
    }

    /// The weights in the order of the data file.
    List<Weight> weights() {
        return List.copyOf(weights.values());
    }

    /// Bytes of the data file.
    long dataBytes() {
        var position = 0L;
        for (var weight : weights.values()) {
            position = DataFile.aligned(position) + weight.bytes();
        }
        return position;
    }

    /// The finished model, its weights referring to the data file.
    ModelProto model() {
        var complete = graph.clone();
        var position = 0L;
        for (var weight : weights.values()) {
            position = DataFile.aligned(position);
            complete.addInitializer(external(weight, position));
            position += weight.bytes();
        }
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("repartee")
                .addAllOpsetImport(OperatorSets.of(domains, opset))
                .setGraph(complete)
                .build();
    }

    private static TensorProto external(Weight weight, long offset) {
        return TensorProto.newBuilder()
                .setName(weight.name())
                .setDataType(weight.type().onnx().getNumber())
                .addAllDims(weight.shape())
                .setDataLocation(DataLocation.EXTERNAL)
                .addExternalData(entry("location", DataFile.NAME))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(weight.bytes())))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private String constant(List<Long> shape, long... values) {
        var key = new ArrayList<Long>(shape);
        key.add(Long.MIN_VALUE);
        for (var value : values) {
            key.add(value);
        }
        return constants.computeIfAbsent(
                key,
                _ -> {
                    var tensor =
                            TensorProto.newBuilder()
                                    .setName("constant_" + constants.size())
                                    .setDataType(DataType.INT64.getNumber())
                                    .addAllDims(shape);
                    for (var value : values) {
                        tensor.addInt64Data(value);
                    }
                    graph.addInitializer(tensor);
                    return tensor.getName();
                });
    }

    private static ValueInfoProto value(String name, DataType type, Object... dimensions) {
        var shape = TensorShapeProto.newBuilder();
        for (var dimension : dimensions) {
            var proto = shape.addDimBuilder();
            switch (dimension) {
                case Integer size -> proto.setDimValue(size);
                case String unknown -> proto.setDimParam(unknown);
                default -> throw new IllegalArgumentException("no dimension: " + dimension);
            }
        }
        var tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
