package org.repartee.runtime;

import java.util.List;
import org.repartee.runtime.cuda.ElementType;

/// The candidates of one shape, one output behind the other.
record OutputPorts(Port ids, Port logits, Port logSumExp, Port rawLogSumExp) {

    /// @param rows sequences
    /// @param count candidates of each
    static OutputPorts of(long rows, int count) {
        var ids =
                new Port(
                        GraphContract.CANDIDATE_IDS,
                        ElementType.INT32,
                        0,
                        new long[] {rows, count});
        var logits = after(ids, GraphContract.CANDIDATE_LOGITS, rows, count);
        var logSumExp = after(logits, GraphContract.LOG_SUM_EXP, rows);
        var raw = after(logSumExp, GraphContract.RAW_LOG_SUM_EXP, rows);
        return new OutputPorts(ids, logits, logSumExp, raw);
    }

    private static Port after(Port before, String name, long... shape) {
        return new Port(name, ElementType.FLOAT32, before.end(), shape);
    }

    List<Port> all() {
        return List.of(ids, logits, logSumExp, rawLogSumExp);
    }

    long bytes() {
        return rawLogSumExp.end();
    }
}
