package org.repartee.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keys and values of all blocks, one pair of tensors `[blocks, blockSize, kvHeads, headSize]` per
/// layer.
///
/// Each tensor is bound as `past_key_values.…` and as `present.…` alike: the graph's ScatterND then
/// writes the new entries in place instead of copying the cache.
final class CpuKvCache implements AutoCloseable {

    private final int blockElements;
    private final List<FloatBuffer> buffers = new ArrayList<>();
    private final Map<String, OnnxTensor> past = new HashMap<>();
    private final Map<String, OnnxTensor> present = new HashMap<>();

    CpuKvCache(OrtEnvironment environment, ModelGeometry geometry, CpuModel.Options options)
            throws OrtException {
        blockElements = options.blockSize() * geometry.kvHeads() * geometry.headSize();
        long[] shape = {
            options.blocks(), options.blockSize(), geometry.kvHeads(), geometry.headSize()
        };
        for (var layer = 0; layer < geometry.layers(); layer++) {
            for (var part : List.of("key", "value")) {
                var buffer = allocate(options.blocks());
                var tensor = OnnxTensor.createTensor(environment, buffer, shape);
                buffers.add(buffer);
                past.put("past_key_values." + layer + "." + part, tensor);
                present.put("present." + layer + "." + part, tensor);
            }
        }
    }

    private FloatBuffer allocate(int blocks) {
        var bytes = (long) blocks * blockElements * Float.BYTES;
        if (bytes > Integer.MAX_VALUE) {
            throw new ModelFailure(
                    "the KV cache of one layer must be at most 2 GiB on the CPU, but %d blocks need %d bytes; set fewer blocks"
                            .formatted(blocks, bytes));
        }
        return ByteBuffer.allocateDirect((int) bytes)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /// The inputs of a run: those of the step and the cache.
    Map<String, OnnxTensor> with(Map<String, OnnxTensor> step) {
        var inputs = new HashMap<>(past);
        inputs.putAll(step);
        return inputs;
    }

    /// Where a run writes new entries.
    Map<String, OnnxTensor> outputs() {
        return present;
    }

    void copyBlock(int source, int target) {
        for (var buffer : buffers) {
            buffer.put(target * blockElements, buffer, source * blockElements, blockElements);
        }
    }

    @Override
    public void close() {
        past.values().forEach(OnnxTensor::close);
    }
}
