package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How far experts of 4 bits are from the golden checkpoint's own.
class Int4ExpertsTest {

    private static final int BLOCK = KernelLayout.PLAIN.block();

    private static double weights;
    private static double squares;
    private static double errors;
    private static double squaredErrors;
    private static double worst;

    @BeforeAll
    static void compare() throws Exception {
        try (var checkpoint = Checkpoint.open(GoldenModel.checkpoint())) {
            for (var layer = 0; layer < checkpoint.config().layers(); layer++) {
                compare(checkpoint, "model.layers." + layer + ".mlp.experts.gate_up_proj");
                compare(checkpoint, "model.layers." + layer + ".mlp.experts.down_proj");
            }
        }
    }

    @AfterAll
    static void print() {
        System.out.printf(
                "INT4 experts of the golden checkpoint: mean error %.2f %% of the mean weight,"
                        + " root mean square %.2f %%, worst %.1f %% of its block's largest weight%n",
                100 * errors / weights, 100 * Math.sqrt(squaredErrors / squares), 100 * worst);
    }

    @Test
    void theRootMeanSquareErrorIsBelowEightPercent() {
        assertThat(Math.sqrt(squaredErrors / squares)).isLessThan(0.08).isGreaterThan(0.01);
    }

    @Test
    void theMeanErrorIsBelowEightPercent() {
        assertThat(errors / weights).isLessThan(0.08).isGreaterThan(0.01);
    }

    @Test
    void noWeightIsFurtherOffThanAnEighthOfItsBlocksLargest() {
        assertThat(worst).isLessThanOrEqualTo(0.125);
    }

    private static void compare(Checkpoint checkpoint, String name) throws Exception {
        var floats =
                new CheckpointWeights(checkpoint)
                        .dequantized(
                                name,
                                checkpoint.tensor(name + "_blocks"),
                                checkpoint.tensor(name + "_scales"));
        var quantized = new QuantizedWeight(floats, 4, WeightType.BFLOAT16, KernelLayout.PLAIN);
        var shape = floats.shape();
        var numbers =
                bytes(quantized.numbers(List.of(shape.get(0), shape.get(1), shape.get(2) / 2)));
        var scales = bytes(quantized.scales());
        var exact = bytes(floats).asFloatBuffer();
        var block = new float[BLOCK];
        while (exact.hasRemaining()) {
            exact.get(block);
            compare(block, numbers, Float.intBitsToFloat(scales.getShort() << Short.SIZE));
        }
    }

    private static void compare(float[] block, ByteBuffer numbers, float scale) {
        var largest = 0.0;
        var furthest = 0.0;
        for (var i = 0; i < BLOCK; i += 2) {
            var pair = numbers.get();
            furthest = Math.max(furthest, add(block[i], ((pair & 15) - 8) * scale));
            furthest = Math.max(furthest, add(block[i + 1], ((pair >> 4 & 15) - 8) * scale));
            largest = Math.max(largest, Math.max(Math.abs(block[i]), Math.abs(block[i + 1])));
        }
        worst = Math.max(worst, largest == 0 ? 0 : furthest / largest);
    }

    private static double add(float exact, float restored) {
        var error = Math.abs((double) exact - restored);
        weights += Math.abs(exact);
        squares += exact * exact;
        errors += error;
        squaredErrors += error * error;
        return error;
    }

    private static ByteBuffer bytes(Weight weight) throws Exception {
        var bytes = ByteBuffer.allocate((int) weight.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        weight.content().writeTo(bytes::put);
        return bytes.flip();
    }
}
