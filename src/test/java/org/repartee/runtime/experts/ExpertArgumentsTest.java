package org.repartee.runtime.experts;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.export.ExpertBlockModel;
import org.repartee.export.ModelShape;
import org.repartee.runtime.CacheType;
import org.repartee.runtime.cuda.ElementType;
import org.repartee.runtime.cuda.OperatorDomain;
import org.repartee.runtime.cuda.OrtApi;
import org.repartee.runtime.cuda.ProcessEnvironment;

/// What kernels are told, while ONNX Runtime calls the operator.
class ExpertArgumentsTest {

    private static final int TOKENS = 3;
    private static final int MAX_TILES = 20;

    @TempDir Path folder;

    @BeforeAll
    static void prepare() {
        ProcessEnvironment.prepare();
    }

    /// Fills the arguments and compares them with the call, instead of computing.
    private static final class Comparison implements ExpertComputation {

        private int calls;

        @Override
        public void compute(ExpertCall call) {
            calls++;
            try (var arena = Arena.ofConfined()) {
                var arguments = new ExpertArguments(arena);
                arguments.fill(call, MAX_TILES, 8);
                var struct = arguments.struct();
                assertThat(arguments.addresses().get(ValueLayout.ADDRESS, 0)).isEqualTo(struct);
                assertThat(struct.byteSize()).isEqualTo(208);
                for (var input = 0; input < 11; input++) {
                    assertThat(pointer(struct, input)).isEqualTo(call.input(input).address());
                }
                assertThat(pointer(struct, 11)).isEqualTo(call.normed().address());
                assertThat(pointer(struct, 12)).isEqualTo(call.residual().address());
                assertScratch(call, struct);
                assertNumbers(struct);
            }
            new Numbers(ElementType.FLOAT32).write(new float[TOKENS * 256], call.normed());
            new Numbers(ElementType.FLOAT32).write(new float[TOKENS * 256], call.residual());
        }

        private static void assertScratch(ExpertCall call, MemorySegment struct) {
            var layout = ScratchLayout.of(ElementType.FLOAT32, call.shape(), 4, MAX_TILES);
            var scratch = call.scratch(layout.bytes()).address();
            var offsets =
                    List.of(
                            layout.mid(),
                            layout.normed(),
                            layout.ids(),
                            layout.weights(),
                            layout.order(),
                            layout.tiles(),
                            layout.activated(),
                            layout.parts());
            for (var i = 0; i < offsets.size(); i++) {
                assertThat(pointer(struct, 13 + i)).isEqualTo(scratch + offsets.get(i));
            }
        }

        private static void assertNumbers(MemorySegment struct) {
            assertThat(struct.asSlice(168, 6 * 4).toArray(ValueLayout.JAVA_INT))
                    .containsExactly(TOKENS, 256, 256, 8, 4, MAX_TILES);
            assertThat(struct.asSlice(192, 3 * 4).toArray(ValueLayout.JAVA_FLOAT))
                    .containsExactly(1e-5f, 7f, 1.702f);
            assertThat(struct.get(ValueLayout.JAVA_INT, 204)).isEqualTo(8);
        }

        private static long pointer(MemorySegment struct, int index) {
            return struct.getAtIndex(ValueLayout.JAVA_LONG, index);
        }

        @Override
        public void close() {}
    }

    @Test
    void theyAreTheCallsInputsOutputsAndNumbers() throws OrtException {
        var model = ExpertBlockModel.write(folder, ModelShape.TINY, CacheType.FLOAT32);
        var comparison = new Comparison();
        var block = new ExpertBlock(ElementType.FLOAT32, "CPUExecutionProvider", () -> comparison);
        var environment = OrtEnvironment.getEnvironment();
        try (var domain = new OperatorDomain(OrtApi.of(environment), List.of(block));
                var options = new OrtSession.SessionOptions()) {
            domain.addTo(options);
            try (var session = environment.createSession(model.toString(), options);
                    var tensor = OnnxTensor.createTensor(environment, new float[TOKENS][256]);
                    var result = session.run(Map.of("attended", tensor, "residual", tensor))) {
                assertThat(result.get("normed")).isPresent();
            }
        }
        assertThat(comparison.calls).isOne();
    }
}
