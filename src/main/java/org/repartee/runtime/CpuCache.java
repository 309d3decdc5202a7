package org.repartee.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keys and values of all cache blocks in host memory: per layer two tensors `[blocks, block size,
/// kv heads, head size]`, float32.
///
/// The same tensor is the graph's input and output, so that a step writes in place.
final class CpuCache implements AutoCloseable {

    private final int blocks;
    private final int blockElements;
    private final List<FloatBuffer> buffers = new ArrayList<>();
    private final Map<String, OnnxTensor> past = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> present = new LinkedHashMap<>();

    /// @throws ModelFailure if the memory cannot be had
    static CpuCache allocate(
            OrtEnvironment environment, ModelGeometry geometry, CpuModel.Options options) {
        requireAddressable(geometry, options);
        try {
            return new CpuCache(environment, geometry, options);
        } catch (OrtException e) {
            throw new ModelFailure("the cache cannot be made: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new ModelFailure(
                    ("the cache of %d blocks needs %d MB of direct memory, more than the process may"
                                    + " have; configure fewer blocks or raise"
                                    + " -XX:MaxDirectMemorySize")
                            .formatted(
                                    options.blocks(),
                                    options.blocks() * geometry.blockBytes(options.blockSize())
                                            >> 20),
                    e);
        }
    }

    private CpuCache(OrtEnvironment environment, ModelGeometry geometry, CpuModel.Options options)
            throws OrtException {
        blocks = options.blocks();
        blockElements = options.blockSize() * geometry.kvHeads() * geometry.headSize();
        long[] shape = {blocks, options.blockSize(), geometry.kvHeads(), geometry.headSize()};
        for (var layer = 0; layer < geometry.layers(); layer++) {
            var keys = tensor(environment, shape);
            past.put(GraphContract.pastKey(layer), keys);
            present.put(GraphContract.presentKey(layer), keys);
            var values = tensor(environment, shape);
            past.put(GraphContract.pastValue(layer), values);
            present.put(GraphContract.presentValue(layer), values);
        }
    }

    /// The cache as the graph's inputs.
    Map<String, OnnxTensor> past() {
        return past;
    }

    /// The same memory as the graph's outputs.
    Map<String, OnnxTensor> present() {
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

    /// A direct buffer holds at most 2 GB.
    private static void requireAddressable(ModelGeometry geometry, CpuModel.Options options) {
        var block = geometry.blockBytes(options.blockSize()) / (2 * geometry.layers());
        var most = Integer.MAX_VALUE / block;
        if (options.blocks() > most) {
            throw new ModelFailure(
                    "blocks of %d tokens must be at most %d on the CPU, got %d; configure fewer"
                            .formatted(options.blockSize(), most, options.blocks()));
        }
    }

    private OnnxTensor tensor(OrtEnvironment environment, long[] shape) throws OrtException {
        var buffer =
                ByteBuffer.allocateDirect(blocks * blockElements * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
        buffers.add(buffer);
        return OnnxTensor.createTensor(environment, buffer, shape);
    }
}
