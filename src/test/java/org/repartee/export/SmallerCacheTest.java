package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.repartee.runtime.ModelGeometry;

/// What rounding keys and values does to the golden model's logits: every token's are rounded as
/// CUDA's graphs store them, all else stays float32.
///
/// The model's weights are random, so that its layers amplify errors more than trained ones do.
class SmallerCacheTest {

    private static final int BLOCK_SIZE = 256;

    private static KvRanges estimated = new KvRanges(List.of(), List.of());
    private static List<FloatBuffer> caches = List.of();

    @BeforeAll
    static void estimate() throws Exception {
        try (var checkpoint = Checkpoint.open(GoldenModel.checkpoint())) {
            estimated = KvRanges.estimated(checkpoint);
        }
    }

    @AfterAll
    static void free() {
        caches = List.of();
    }

    @Test
    void theEstimatedRangesHoldAllKeysAndValues() throws Exception {
        var widest = 0.0;
        for (var golden : GoldenModel.cases()) {
            logits(golden.prompt(), KvCacheFormat.NATIVE);
            for (var i = 0; i < caches.size(); i++) {
                var largest = largest(caches.get(i));
                assertThat(largest).isLessThan(range(i));
                widest = Math.max(widest, largest / range(i));
            }
        }
        // Nor so much larger that bits are wasted.
        assertThat(widest).isGreaterThan(0.6);
    }

    /// The root mean square error as a share of the logits', in the worst case.
    @ParameterizedTest
    @CsvSource({"NATIVE, 0.05", "INT8, 0.25", "FP8, 0.3"})
    void logitsStayCloseToTheReferences(KvCacheFormat format, double most) throws Exception {
        var worst = 0.0;
        for (var golden : GoldenModel.cases()) {
            var error = error(logits(golden.prompt(), format), golden.lastLogits());
            worst = Math.max(worst, error);
        }
        System.out.printf(
                "golden model, keys and values %s: logits off by %.1f %%%n", format, 100 * worst);
        assertThat(worst).isBetween(1e-4, most);
    }

    private static double error(float[] logits, float[] expected) {
        var errors = 0.0;
        var squares = 0.0;
        for (var id = 0; id < logits.length; id++) {
            errors += Math.pow(logits[id] - expected[id], 2);
            squares += Math.pow(expected[id], 2);
        }
        return Math.sqrt(errors / squares);
    }

    private static float range(int cache) {
        var ranges = cache % 2 == 0 ? estimated.keys() : estimated.values();
        return ranges.get(cache / 2);
    }

    private static double largest(FloatBuffer numbers) {
        var largest = 0.0;
        for (var i = 0; i < numbers.capacity(); i++) {
            largest = Math.max(largest, Math.abs(numbers.get(i)));
        }
        return largest;
    }

    /// The logits of the last token, computed token by token over a rounded cache.
    private static float[] logits(int[] prompt, KvCacheFormat format) throws Exception {
        var geometry = ModelGeometry.read(GoldenModel.folder());
        var environment = SmallGraph.environment();
        var model = GoldenModel.folder().resolve("model.onnx").toString();
        var tensors = new HashMap<String, OnnxTensor>();
        var outputs = new HashMap<String, OnnxTensor>();
        try (var session = environment.createSession(model)) {
            caches = new ArrayList<>();
            for (var layer = 0; layer < geometry.layers(); layer++) {
                for (var part : new String[] {".key", ".value"}) {
                    var cache = cache(geometry);
                    tensors.put("past_key_values." + layer + part, cache);
                    outputs.put("present." + layer + part, cache);
                }
            }
            var logits = new float[0];
            for (var at = 0; at < prompt.length; at++) {
                logits = step(session, tensors, outputs, prompt[at], at);
                round(format, at, geometry.kvHeads() * geometry.headSize());
            }
            return logits;
        } finally {
            outputs.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor cache(ModelGeometry geometry) throws OrtException {
        var elements = BLOCK_SIZE * geometry.kvHeads() * geometry.headSize();
        var buffer =
                ByteBuffer.allocateDirect(elements * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
        caches.add(buffer);
        long[] shape = {1, BLOCK_SIZE, geometry.kvHeads(), geometry.headSize()};
        return OnnxTensor.createTensor(SmallGraph.environment(), buffer, shape);
    }

    private static float[] step(
            OrtSession session,
            Map<String, OnnxTensor> caches,
            Map<String, OnnxTensor> outputs,
            int token,
            int at)
            throws OrtException {
        var values =
                Map.of(
                        "input_ids", new long[] {token},
                        "cumulative_sequence_lengths", new int[] {0, 1},
                        "past_sequence_lengths", new int[] {at},
                        "block_table", new int[][] {{0}},
                        "slot_mapping", new int[] {at},
                        "attention_metadata", new int[] {1, at + 1});
        var own = new HashMap<String, OnnxTensor>();
        try {
            for (var value : values.entrySet()) {
                own.put(
                        value.getKey(),
                        OnnxTensor.createTensor(SmallGraph.environment(), value.getValue()));
            }
            var inputs = new HashMap<>(caches);
            inputs.putAll(own);
            try (var result = session.run(inputs, Set.of("logits"), outputs)) {
                return ((float[][]) result.get("logits").orElseThrow().getValue())[0];
            }
        } finally {
            own.values().forEach(OnnxTensor::close);
        }
    }

    private static void round(KvCacheFormat format, int position, int width) {
        for (var i = 0; i < caches.size(); i++) {
            var scale = format.scale(range(i));
            for (var k = position * width; k < (position + 1) * width; k++) {
                caches.get(i).put(k, rounded(format, caches.get(i).get(k), scale));
            }
        }
    }

    private static float rounded(KvCacheFormat format, float number, float scale) {
        return switch (format) {
            case NATIVE -> WeightType.BFLOAT16.round(number);
            case INT8 -> Math.clamp(Math.round(number / scale), -128, 127) * scale;
            case FP8 -> e4m3(number / scale) * scale;
        };
    }

    /// The nearest number with three bits of mantissa, from `2^-9` on in equal steps.
    private static float e4m3(float number) {
        var exponent = Math.max(-6, Math.getExponent(number));
        var step = Math.scalb(1f, exponent - 3);
        return Math.clamp((float) Math.rint(number / step) * step, -448, 448);
    }
}
