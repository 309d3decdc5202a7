package org.repartee.runtime.experts;

import java.lang.foreign.MemorySegment;
import org.repartee.runtime.cuda.ElementType;
import org.repartee.runtime.cuda.OperatorCall;

/// One call of a block.
///
/// @param type of activations
/// @param node where inputs and outputs come from
/// @param shape of the inputs
public record ExpertCall(
        ElementType type, ExpertSettings settings, OperatorCall node, ExpertShape shape) {

    // The operator's inputs in order.
    static final int ATTENDED = 0;
    static final int RESIDUAL = 1;
    static final int OUTPUT_BIAS = 2;
    static final int NORM = 3;
    static final int ROUTER_WEIGHT = 4;
    static final int ROUTER_BIAS = 5;
    static final int GATE_UP = 6;
    static final int GATE_UP_BIAS = 7;
    static final int DOWN = 8;
    static final int DOWN_BIAS = 9;
    static final int NEXT_NORM = 10;
    static final int INPUTS = 11;

    private static final int NORMED_OUTPUT = 0;
    private static final int RESIDUAL_OUTPUT = 1;
    private static final int SCRATCH_OUTPUT = 2;

    static ExpertCall of(ElementType type, ExpertSettings settings, OperatorCall node) {
        return new ExpertCall(type, settings, node, ExpertShape.of(node));
    }

    MemorySegment input(int index) {
        return node.input(index);
    }

    /// What the next projection reads, `[T, H]`.
    MemorySegment normed() {
        return node.output(NORMED_OUTPUT, shape.tokens(), shape.hidden());
    }

    /// float32 `[T, H]`.
    MemorySegment residual() {
        return node.output(RESIDUAL_OUTPUT, shape.tokens(), shape.hidden());
    }

    MemorySegment scratch(long bytes) {
        return node.output(SCRATCH_OUTPUT, bytes);
    }
}
