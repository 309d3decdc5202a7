package org.repartee.runtime;

import java.util.List;
import org.repartee.runtime.cuda.ElementType;

/// The inputs of one shape, one behind the other.
record InputPorts(
        Port inputIds,
        Port slotMapping,
        Port cumulativeLengths,
        Port pastLengths,
        Port blockTable,
        Port temperature) {

    static InputPorts of(StepShape shape, int blockSize) {
        long tokens = shape.tokens();
        long rows = shape.rows();
        var ids = new Port(GraphContract.INPUT_IDS, ElementType.INT64, 0, new long[] {tokens});
        var slots = after(ids, GraphContract.SLOT_MAPPING, tokens);
        var cumulative = after(slots, GraphContract.CUMULATIVE_SEQUENCE_LENGTHS, rows + 1);
        var past = after(cumulative, GraphContract.PAST_SEQUENCE_LENGTHS, rows);
        var table = after(past, GraphContract.BLOCK_TABLE, rows, shape.columns(blockSize));
        var temperature =
                new Port(
                        GraphContract.TEMPERATURE,
                        ElementType.FLOAT32,
                        table.end(),
                        new long[] {rows});
        return new InputPorts(ids, slots, cumulative, past, table, temperature);
    }

    private static Port after(Port before, String name, long... shape) {
        return new Port(name, ElementType.INT32, before.end(), shape);
    }

    List<Port> all() {
        return List.of(
                inputIds, slotMapping, cumulativeLengths, pastLengths, blockTable, temperature);
    }

    long bytes() {
        return temperature.end();
    }
}
