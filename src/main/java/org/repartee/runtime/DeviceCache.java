package org.repartee.runtime;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.repartee.runtime.cuda.Accelerator;
import org.repartee.runtime.cuda.BoundSession;
import org.repartee.runtime.cuda.IoBinding;
import org.repartee.runtime.cuda.Tensor;

/// Keys and values of all cache blocks in device memory: one allocation, cut into a slab for each
/// layer's keys and one for its values, `[blocks, block size, kv heads, head size]` each.
///
/// There is one block more than is told: the block of padding rows.
final class DeviceCache implements AutoCloseable {

    private final Accelerator accelerator;
    private final int blocks;
    private final int blockSize;
    private final int slabs;
    private final MemorySegment memory;
    private final Map<String, Tensor> past = new LinkedHashMap<>();
    private final Map<String, Tensor> present = new LinkedHashMap<>();

    /// @param geometry with the cache type of the graph that is run
    DeviceCache(
            Accelerator accelerator,
            BoundSession session,
            ModelGeometry geometry,
            int blocks,
            int blockSize) {
        this.accelerator = accelerator;
        this.blocks = blocks;
        this.blockSize = blockSize;
        slabs = 2 * geometry.layers();
        memory = accelerator.allocate((blocks + 1) * geometry.blockBytes(blockSize));
        accelerator.clear(memory);
        for (var layer = 0; layer < geometry.layers(); layer++) {
            var keys = tensor(session, geometry, 2 * layer);
            past.put(GraphContract.pastKey(layer), keys);
            present.put(GraphContract.presentKey(layer), keys);
            var values = tensor(session, geometry, 2 * layer + 1);
            past.put(GraphContract.pastValue(layer), values);
            present.put(GraphContract.presentValue(layer), values);
        }
    }

    private Tensor tensor(BoundSession session, ModelGeometry geometry, int slab) {
        var bytes = memory.byteSize() / slabs;
        return session.onDevice(
                memory.asSlice(slab * bytes, bytes),
                geometry.cacheType().element(),
                blocks + 1,
                blockSize,
                geometry.kvHeads(),
                geometry.headSize());
    }

    /// Blocks for sequences.
    int blocks() {
        return blocks;
    }

    int blockSize() {
        return blockSize;
    }

    /// The block that no sequence is given.
    int paddingBlock() {
        return blocks;
    }

    /// Binds the cache as inputs and, in place, as outputs.
    void bind(IoBinding binding) {
        past.forEach(binding::sharedInput);
        present.forEach(binding::sharedOutput);
    }

    void copyBlock(int source, int target) {
        var bytes = memory.byteSize() / slabs / (blocks + 1);
        accelerator.copyInSlabs(memory, slabs, source * bytes, target * bytes, bytes);
    }

    @Override
    public void close() {
        past.values().forEach(Tensor::close);
        accelerator.free(memory);
    }
}
