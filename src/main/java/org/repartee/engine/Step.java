package org.repartee.engine;

import java.util.ArrayList;
import java.util.List;
import org.repartee.runtime.StepBatch;

/// The slices that are computed together, and the batch that they make. Reused.
///
/// Made while the step before is in flight, so that the tokens which that one gives are missing
/// until [#complete].
final class Step {

    private static final int[] NOT_KNOWN_YET = {0};

    private final StepBatch batch;
    private final List<Slice> slices = new ArrayList<>();
    private boolean hasStreams;

    /// @param batch used by this step alone
    Step(StepBatch batch) {
        this.batch = batch;
    }

    StepBatch batch() {
        return batch;
    }

    List<Slice> slices() {
        return slices;
    }

    boolean isEmpty() {
        return slices.isEmpty();
    }

    /// True if a sequence takes a single token, as those do that are being generated.
    boolean hasStreams() {
        return hasStreams;
    }

    void clear() {
        batch.clear();
        slices.clear();
        hasStreams = false;
    }

    /// Adds the next tokens of a running sequence, at most `most`.
    void add(Sequence sequence, int most) {
        var from = sequence.nextToCompute();
        var count = Math.min(most, sequence.uncomputed());
        var end = from + count;
        var isEnd = end == sequence.foreseenLength();
        var blocks = Math.ceilDiv(end, batch.blockSize());
        batch.begin(from, sequence.blocks().blocks(), blocks, isEnd);
        if (isEnd) {
            batch.temperature(sequence.sampling().temperature());
        }
        if (end <= sequence.length()) {
            batch.append(sequence.tokens(), from, count);
        } else {
            batch.append(NOT_KNOWN_YET, 0, 1);
        }
        slices.add(new Slice(sequence, from, count));
        hasStreams |= isEnd && count == 1;
    }

    /// Fills in the tokens that were missing. Nothing is in flight any more.
    ///
    /// @return false if a sequence has gone on otherwise than was foreseen, or has ended: the step
    ///   must be made anew
    boolean complete() {
        for (var row = 0; row < slices.size(); row++) {
            var slice = slices.get(row);
            var sequence = slice.sequence();
            if (sequence.hasEnded()
                    || slice.from() != sequence.computed()
                    || slice.reachesEnd() != batch.wantsLogits(row)) {
                return false;
            }
            if (slice.count() == 1) {
                batch.setTokenId(batch.start(row), sequence.tokens()[slice.from()]);
            }
        }
        return !slices.isEmpty();
    }

    /// The batch was handed to the device.
    void launched() {
        for (var slice : slices) {
            slice.sequence().launched(slice.count());
        }
    }
}
