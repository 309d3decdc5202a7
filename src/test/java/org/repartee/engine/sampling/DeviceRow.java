package org.repartee.engine.sampling;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Random;
import org.repartee.runtime.Candidates;
import org.repartee.runtime.Logits;

/// One row of logits as a device shows it: in half precision, so that many are alike; summed up in
/// float32; the highest ids first among equals, which is the order that helps least.
record DeviceRow(float[] logits) {

    /// @param spread standard deviation of the logits
    static DeviceRow random(Random random, int vocabularySize, double spread) {
        var logits = new float[vocabularySize];
        for (var id = 0; id < vocabularySize; id++) {
            logits[id] = half(random.nextGaussian() * spread);
        }
        return new DeviceRow(logits);
    }

    private static float half(double value) {
        return Float.float16ToFloat(Float.floatToFloat16((float) value));
    }

    Logits whole() {
        return new Logits(FloatBuffer.wrap(logits), 1, logits.length);
    }

    Candidates candidates(int count, float temperature) {
        var order = new long[logits.length];
        for (var id = 0; id < order.length; id++) {
            order[id] = (long) ascending(-logits[id]) << Integer.SIZE | logits.length - id;
        }
        Arrays.sort(order);
        var ids = new int[count];
        var largest = new float[count];
        for (var i = 0; i < count; i++) {
            ids[i] = logits.length - (int) order[i];
            largest[i] = logits[ids[i]];
        }
        return new Candidates(
                1,
                logits.length,
                count,
                new Candidates.Memory(
                        IntBuffer.wrap(ids),
                        FloatBuffer.wrap(largest),
                        FloatBuffer.wrap(new float[] {logSumExp(largest[0], temperature)}),
                        FloatBuffer.wrap(new float[] {logSumExp(largest[0], 1)})),
                (_, into) -> System.arraycopy(logits, 0, into, 0, logits.length));
    }

    /// An integer for each number, in the same order.
    private static int ascending(float value) {
        var bits = Float.floatToIntBits(value + 0f); // no negative zero
        return bits ^ bits >> Integer.SIZE - 1 & Integer.MAX_VALUE;
    }

    private float logSumExp(float largest, float temperature) {
        var sum = 0f;
        for (var logit : logits) {
            sum += (float) Math.exp(logit / temperature - largest / temperature);
        }
        return (float) (largest / temperature + Math.log(sum));
    }
}
