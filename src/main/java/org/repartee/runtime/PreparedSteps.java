package org.repartee.runtime;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/// The shapes that were met, ready to run: those that decode for good, because they may be
/// recorded, the others while they are among those used last.
final class PreparedSteps implements AutoCloseable {

    private static final int KEPT = 256;

    private final Function<StepShape, PreparedStep> prepare;
    private final Map<StepShape, PreparedStep> decodes = new HashMap<>();
    private final SequencedMap<StepShape, PreparedStep> others =
            new LinkedHashMap<>(KEPT, 0.75f, true);
    private final Set<Integer> tokens = new HashSet<>();
    private final Set<Integer> rows = new HashSet<>();
    private boolean warm;
    private int cold;

    PreparedSteps(Function<StepShape, PreparedStep> prepare) {
        this.prepare = prepare;
    }

    /// From now on, sizes that are met for the first time are counted.
    void warm() {
        warm = true;
    }

    /// Steps that met a number of tokens or of rows for the first time after [#warm].
    int cold() {
        return cold;
    }

    PreparedStep of(StepShape shape) {
        var known = shape.decodes() ? decodes.get(shape) : others.get(shape);
        return known == null ? prepared(shape) : known;
    }

    private PreparedStep prepared(StepShape shape) {
        var step = prepare.apply(shape);
        // Operators search their kernels by these sizes. Binding a shape costs next to nothing.
        var news = tokens.add(shape.tokens()) | rows.add(shape.rows());
        if (warm && (news || shape.decodes())) {
            cold++;
        }
        if (shape.decodes()) {
            decodes.put(shape, step);
            return step;
        }
        others.put(shape, step);
        if (others.size() > KEPT) {
            others.pollFirstEntry().getValue().close();
        }
        return step;
    }

    @Override
    public void close() {
        try (var resources = new Resources()) {
            decodes.values().forEach(step -> resources.add(step::close));
            others.values().forEach(step -> resources.add(step::close));
        } finally {
            decodes.clear();
            others.clear();
        }
    }
}
