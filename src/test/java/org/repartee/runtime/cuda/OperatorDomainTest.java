package org.repartee.runtime.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// An operator of our own, run by ONNX Runtime's build for the CPU.
class OperatorDomainTest {

    private final Scaling operator = new Scaling();

    @BeforeAll
    static void prepare() {
        ProcessEnvironment.prepare();
    }

    /// Multiplies float32 `[rows, 3]` by the attribute `factor`, as often as `times` says; refuses
    /// numbers below 0.
    private static final class Scaling implements CustomOperator {

        private final List<String> events = new ArrayList<>();

        @Override
        public String name() {
            return "Scaling";
        }

        @Override
        public String provider() {
            return "CPUExecutionProvider";
        }

        @Override
        public List<ElementType> inputs() {
            return List.of(ElementType.FLOAT32, ElementType.INT32);
        }

        @Override
        public List<ElementType> outputs() {
            return List.of(ElementType.FLOAT32, ElementType.UINT8);
        }

        @Override
        public Kernel kernel(OperatorAttributes attributes) {
            var factor = (float) Math.pow(attributes.number("factor"), attributes.integer("times"));
            events.add("made with " + factor);
            return new Kernel() {
                @Override
                public void compute(OperatorCall call) {
                    scale(call, factor);
                }

                @Override
                public void close() {
                    events.add("closed");
                }
            };
        }

        private void scale(OperatorCall call, float factor) {
            var shape = call.shape(0);
            var count = Math.toIntExact(shape[0] * shape[1]);
            events.add("computed " + Arrays.toString(shape));
            var in = floats(call.input(0), count);
            var out = floats(call.output(0, shape), count);
            call.output(1, 5).reinterpret(5).fill((byte) 7);
            for (var i = 0; i < count; i++) {
                var value = in.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                if (value < 0) {
                    throw new IllegalArgumentException(
                            "a number must not be below 0, got " + value);
                }
                out.setAtIndex(ValueLayout.JAVA_FLOAT, i, factor * value);
            }
        }

        private static MemorySegment floats(MemorySegment address, int count) {
            return address.reinterpret((long) count * Float.BYTES);
        }
    }

    @Test
    void aGraphComputesByIt() throws OrtException {
        assertThat(run(model(2.5f, 2), new float[][] {{1, 2, 3}, {4, 0, 8}}))
                .isDeepEqualTo(new float[][] {{6.25f, 12.5f, 18.75f}, {25, 0, 50}});
        assertThat(operator.events).containsExactly("made with 6.25", "computed [2, 3]", "closed");
    }

    @Test
    void eachNodeHasAKernelOfItsOwnAndEachIsClosed() throws OrtException {
        assertThat(run(model(2, 1, 3, 1), new float[][] {{1, 2, 3}}))
                .isDeepEqualTo(new float[][] {{6, 12, 18}});
        assertThat(operator.events)
                .containsExactly(
                        "made with 2.0",
                        "made with 3.0",
                        "computed [1, 3]",
                        "computed [1, 3]",
                        "closed",
                        "closed");
    }

    @Test
    void whatItThrowsFailsTheRunWithTheSameMessage() {
        assertThatThrownBy(() -> run(model(2, 1), new float[][] {{1, -2, 3}}))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("Scaling")
                .hasMessageContaining("a number must not be below 0, got -2.0");
        assertThat(operator.events).endsWith("closed");
    }

    @Test
    void aMissingAttributeFailsTheLoading() {
        var model = model(2, 1).toBuilder();
        model.getGraphBuilder().getNodeBuilder(0).removeAttribute(1);
        assertThatThrownBy(() -> run(model.build(), new float[][] {{1, 2, 3}}))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("times");
        assertThat(operator.events).isEmpty();
    }

    private float[][] run(ModelProto model, float[][] input) throws OrtException {
        var environment = OrtEnvironment.getEnvironment();
        try (var domain = new OperatorDomain(OrtApi.of(environment), List.of(operator));
                var options = new OrtSession.SessionOptions()) {
            domain.addTo(options);
            try (var session = environment.createSession(model.toByteArray(), options);
                    var tensor = OnnxTensor.createTensor(environment, input);
                    var unused = OnnxTensor.createTensor(environment, new int[] {1});
                    var result = session.run(Map.of("in", tensor, "unused", unused))) {
                return (float[][]) result.get(0).getValue();
            }
        }
    }

    /// One node behind the other, each with a factor and how often it is taken.
    private static ModelProto model(float... factorsAndTimes) {
        var graph = GraphProto.newBuilder().setName("scaling");
        graph.addInput(value("in", DataType.FLOAT, "rows", 3));
        graph.addInput(value("unused", DataType.INT32, "any"));
        var last = "in";
        for (var i = 0; i < factorsAndTimes.length; i += 2) {
            var out = i + 2 == factorsAndTimes.length ? "out" : "between." + i;
            graph.addNode(
                    NodeProto.newBuilder()
                            .setOpType("Scaling")
                            .setDomain(OperatorDomain.NAME)
                            .addInput(last)
                            .addInput("unused")
                            .addOutput(out)
                            .addOutput("scratch." + i)
                            .addAttribute(
                                    AttributeProto.newBuilder()
                                            .setName("factor")
                                            .setType(AttributeProto.AttributeType.FLOAT)
                                            .setF(factorsAndTimes[i]))
                            .addAttribute(
                                    AttributeProto.newBuilder()
                                            .setName("times")
                                            .setType(AttributeProto.AttributeType.INT)
                                            .setI((long) factorsAndTimes[i + 1])));
            last = out;
        }
        graph.addOutput(value("out", DataType.FLOAT, "rows", 3));
        return ModelProto.newBuilder()
                .setIrVersion(10)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(18))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder()
                                .setDomain(OperatorDomain.NAME)
                                .setVersion(1))
                .setGraph(graph)
                .build();
    }

    private static ValueInfoProto value(String name, DataType type, Object... dimensions) {
        var shape = TensorShapeProto.newBuilder();
        for (var dimension : dimensions) {
            if (dimension instanceof Integer size) {
                shape.addDimBuilder().setDimValue(size);
            } else {
                shape.addDimBuilder().setDimParam(dimension.toString());
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(type.getNumber())
                                                .setShape(shape)))
                .build();
    }
}
