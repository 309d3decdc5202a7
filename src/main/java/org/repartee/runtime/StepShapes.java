package org.repartee.runtime;

import java.util.ArrayList;
import java.util.List;

/// Which shapes steps are padded to: few enough to compute each once before serving.
///
/// Padding is rows of their own, at least one token each. A step that decodes stays one.
final class StepShapes {

    private final Ladder decodes;
    private final Ladder rows;
    private final Ladder tokens;
    private final Ladder contexts;

    StepShapes(ModelOptions options) {
        decodes = Ladder.ofRows(options.maxSequences());
        // One more: the row that takes the tokens' padding when all others are taken.
        rows = new Ladder(with(decodes.rungs(), options.maxSequences() + 1));
        tokens = Ladder.ofTokens(mostTokens(options), options.maxLength());
        contexts = Ladder.ofContexts(options.maxLength());
    }

    /// Padding rows can push a full step beyond the limit of real tokens.
    private int mostTokens(ModelOptions options) {
        var widest = 0;
        for (var row = 1; row <= options.maxSequences(); row++) {
            widest = Math.max(widest, rows.covering(row + 1) - row);
        }
        var possible = (int) Math.min(options.maxTokens(), mostWithinLength(options));
        return Math.max(possible, options.maxSequences()) + widest;
    }

    private static long mostWithinLength(ModelOptions options) {
        return (long) options.maxSequences() * options.maxLength();
    }

    /// The shape that a step is padded to.
    StepShape of(StepBatch batch) {
        var count = batch.sequences();
        if (batch.tokens() == count) {
            var padded = decodes.covering(count);
            return new StepShape(padded, padded, contexts.covering(longest(batch)));
        }
        var padded = rows.covering(count);
        var needed = tokens.covering(batch.tokens() + padded - count);
        if (padded == count && needed > batch.tokens()) {
            padded = rows.covering(count + 1);
            needed = tokens.covering(batch.tokens() + padded - count);
        }
        var padding = padded == count ? 0 : Math.ceilDiv(needed - batch.tokens(), padded - count);
        return new StepShape(needed, padded, contexts.covering(Math.max(longest(batch), padding)));
    }

    private static int longest(StepBatch batch) {
        var longest = 1;
        for (var row = 0; row < batch.sequences(); row++) {
            longest = Math.max(longest, batch.length(row));
        }
        return longest;
    }

    /// Every size of a step that decodes, at every bound of its contexts, largest first: later ones
    /// then find the memory that they need.
    List<StepShape> decodes() {
        var shapes = new ArrayList<StepShape>();
        for (int context : contexts.rungs().reversed()) {
            for (int row : decodes.rungs().reversed()) {
                shapes.add(new StepShape(row, row, context));
            }
        }
        return shapes;
    }

    /// Every number of tokens, in as few rows as their length allows, and every number of rows.
    List<StepShape> prefills() {
        var shapes = new ArrayList<StepShape>();
        for (int count : tokens.rungs()) {
            var least = Math.max(2, Math.ceilDiv(count, contexts.last()));
            shapes.add(
                    new StepShape(
                            count, Math.min(rows.covering(least), count - 1), contexts.last()));
        }
        for (int row : rows.rungs()) {
            var some = tokens.covering(Math.min(2 * row, tokens.last()));
            shapes.add(new StepShape(some, row, contexts.last()));
        }
        return shapes.stream().distinct().toList();
    }

    /// The shape that needs most memory.
    StepShape largest() {
        return new StepShape(tokens.last(), rows.last(), contexts.last());
    }

    /// The largest step that decodes.
    StepShape largestDecode() {
        return decodes().getFirst();
    }

    private static List<Integer> with(List<Integer> rungs, int one) {
        var more = new ArrayList<>(rungs);
        more.add(one);
        return more;
    }
}
