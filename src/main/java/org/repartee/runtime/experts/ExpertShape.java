package org.repartee.runtime.experts;

import java.util.Arrays;
import org.repartee.runtime.cuda.OperatorCall;

/// The numbers of a block.
///
/// @param tokens `T`
/// @param hidden `H`, a multiple of 64
/// @param intermediate `I`, a multiple of 64
/// @param experts `E`
public record ExpertShape(int tokens, int hidden, int intermediate, int experts) {

    /// Read off the inputs.
    ///
    /// @throws IllegalArgumentException if they do not fit together
    static ExpertShape of(OperatorCall call) {
        var attended = call.shape(ExpertCall.ATTENDED);
        var gateUp = call.shape(ExpertCall.GATE_UP);
        var shape =
                new ExpertShape(
                        (int) attended[0],
                        (int) attended[1],
                        (int) gateUp[1] * ExpertBlock.TILE_ROWS / 2,
                        (int) gateUp[0]);
        require("gate_up", gateUp, shape.tiles(2 * shape.intermediate, shape.hidden));
        require("down", call.shape(ExpertCall.DOWN), shape.tiles(shape.hidden, shape.intermediate));
        require(
                "router_weight",
                call.shape(ExpertCall.ROUTER_WEIGHT),
                new long[] {shape.experts, shape.hidden});
        return shape;
    }

    private long[] tiles(int rows, int columns) {
        return new long[] {
            experts,
            rows / ExpertBlock.TILE_ROWS,
            columns / ExpertBlock.TILE_COLUMNS,
            ExpertBlock.TILE_BYTES
        };
    }

    private static void require(String input, long[] given, long[] wanted) {
        if (!Arrays.equals(given, wanted)) {
            throw new IllegalArgumentException(
                    "%s of the experts' block must have the shape %s, got %s; export the model anew"
                            .formatted(input, Arrays.toString(wanted), Arrays.toString(given)));
        }
    }
}
