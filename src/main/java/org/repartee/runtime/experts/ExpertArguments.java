package org.repartee.runtime.experts;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The one parameter of all kernels: a C struct of 21 pointers, six int32, three float32 and an
/// int32, as `src/main/cuda/expert-block.cu` declares it.
final class ExpertArguments {

    private static final int POINTERS = 21;
    private static final int NUMBERS = 10;
    private static final int BYTES = POINTERS * Long.BYTES + NUMBERS * Integer.BYTES;

    private final MemorySegment struct;
    private final MemorySegment addresses;
    private long offset;

    ExpertArguments(Arena arena) {
        struct = arena.allocate(BYTES, ValueLayout.ADDRESS.byteAlignment());
        addresses = arena.allocate(ValueLayout.ADDRESS);
        addresses.set(ValueLayout.ADDRESS, 0, struct);
    }

    /// The addresses of the kernels' parameters: of one.
    MemorySegment addresses() {
        return addresses;
    }

    MemorySegment struct() {
        return struct;
    }

    /// Makes the call's outputs and points at everything.
    ///
    /// @param maxTiles most tiles that there can be
    /// @param tileTokens pairs of a full tile
    void fill(ExpertCall call, int maxTiles, int tileTokens) {
        offset = 0;
        for (var input = 0; input < ExpertCall.INPUTS; input++) {
            put(call.input(input).address());
        }
        put(call.normed().address());
        put(call.residual().address());
        var layout = ScratchLayout.of(call.type(), call.shape(), call.settings().topK(), maxTiles);
        putScratch(layout, call.scratch(layout.bytes()).address());
        putNumbers(call.shape(), call.settings(), maxTiles);
        put(tileTokens);
    }

    private void putScratch(ScratchLayout layout, long scratch) {
        put(scratch + layout.mid());
        put(scratch + layout.normed());
        put(scratch + layout.ids());
        put(scratch + layout.weights());
        put(scratch + layout.order());
        put(scratch + layout.tiles());
        put(scratch + layout.activated());
        put(scratch + layout.parts());
    }

    private void putNumbers(ExpertShape shape, ExpertSettings settings, int maxTiles) {
        put(shape.tokens());
        put(shape.hidden());
        put(shape.intermediate());
        put(shape.experts());
        put(settings.topK());
        put(maxTiles);
        put(settings.epsilon());
        put(settings.limit());
        put(settings.alpha());
    }

    private void put(long pointer) {
        struct.set(ValueLayout.JAVA_LONG, offset, pointer);
        offset += Long.BYTES;
    }

    private void put(int number) {
        struct.set(ValueLayout.JAVA_INT, offset, number);
        offset += Integer.BYTES;
    }

    private void put(float number) {
        struct.set(ValueLayout.JAVA_FLOAT, offset, number);
        offset += Float.BYTES;
    }
}
