package org.repartee.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/// Random weights of any shape, without a checkpoint: to measure how fast a model runs, for which
/// its answers do not matter.
///
/// Of a size at which activations neither overflow nor vanish: normally distributed with 0.02,
/// norms 1, experts' scales about `2^-7`. A tensor repeats a pool of random elements, whose prime
/// length keeps rows apart, from a place of its own.
final class RandomTensors implements TensorSource {

    private static final int POOL = 1_000_003;
    private static final double SPREAD = 0.02;
    private static final short ONE = 0x3F80;
    private static final int LOWEST_SCALE = 119;
    private static final int SCALES = 3;

    private final GptOssConfig config;
    private final TensorLayout layout;
    private final long seed;
    private final byte[] normal;
    private final byte[] uniform = new byte[POOL];
    private final byte[] scales = new byte[POOL];
    private final byte[] ones;

    RandomTensors(GptOssConfig config, long seed) {
        this.config = config;
        this.seed = seed;
        layout = new TensorLayout(config);
        var random = new Random(seed);
        normal = pool(random);
        random.nextBytes(uniform);
        for (var i = 0; i < POOL; i++) {
            scales[i] = (byte) (LOWEST_SCALE + random.nextInt(SCALES));
        }
        var filled = new short[config.hiddenSize()];
        Arrays.fill(filled, ONE);
        ones = bytes(filled);
    }

    @Override
    public GptOssConfig config() {
        return config;
    }

    @Override
    public TensorLayout layout() {
        return layout;
    }

    @Override
    public void read(TensorSpec tensor, long from, ByteBuffer into) {
        into.limit((int) Math.min(into.capacity(), tensor.bytes() - from)).position(0);
        var pool = poolOf(tensor.name());
        var start = Math.floorMod(31 * seed + tensor.name().hashCode(), POOL / Short.BYTES);
        var at = (int) ((from + (long) start * Short.BYTES) % pool.length);
        while (into.hasRemaining()) {
            var count = Math.min(into.remaining(), pool.length - at);
            into.put(pool, at, count);
            at = 0;
        }
        into.flip();
    }

    @Override
    public void close() {}

    private byte[] poolOf(String name) {
        if (name.endsWith("norm.weight")) {
            return ones;
        }
        if (name.endsWith("_blocks")) {
            return uniform;
        }
        return name.endsWith("_scales") ? scales : normal;
    }

    private static byte[] pool(Random random) {
        var values = new short[POOL];
        for (var i = 0; i < POOL; i++) {
            var value = (float) (SPREAD * random.nextGaussian());
            values[i] = (short) (Float.floatToIntBits(value) >>> Short.SIZE);
        }
        return bytes(values);
    }

    private static byte[] bytes(short[] values) {
        var bytes = ByteBuffer.allocate(values.length * Short.BYTES);
        bytes.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(values);
        return bytes.array();
    }
}
