package org.repartee.engine.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random admissions, growth and releases; the integrity is checked after every one.
class RandomAdmissionsTest {

    private static final long SEED = 4;

    private final Random random = new Random(SEED);
    private final KvCache cache = new KvCache(24, 4, (_, _) -> {});
    private final List<Sequence> sequences = new ArrayList<>();

    private static final class Sequence {
        final int[] tokens;
        final BlockTable table;
        int length;
        int computed;

        Sequence(int[] tokens, int length, BlockTable table) {
            this.tokens = tokens;
            this.length = length;
            this.table = table;
            computed = table.cachedTokens();
        }
    }

    @Test
    void theCountsAlwaysAddUp() {
        var hits = 0;
        for (var i = 0; i < 30_000; i++) {
            var before = sequences.size();
            act();
            cache.checkIntegrity();
            assertThat(cache.free() + cache.cached() + cache.owned())
                    .as("seed %d, action %d", SEED, i)
                    .isEqualTo(24);
            hits += sequences.size() > before ? sequences.getLast().table.cachedTokens() : 0;
        }
        assertThat(hits).isGreaterThan(10_000);
    }

    private void act() {
        if (sequences.isEmpty() || random.nextInt(4) == 0) {
            admit();
            return;
        }
        var sequence = sequences.get(random.nextInt(sequences.size()));
        switch (random.nextInt(5)) {
            case 0 -> cache.discard(drop(sequence).table);
            case 1 -> cache.release(drop(sequence).table, sequence.tokens, sequence.computed);
            default -> grow(sequence);
        }
    }

    private Sequence drop(Sequence sequence) {
        sequences.remove(sequence);
        return sequence;
    }

    /// Tokens are 0 or 1, so that prefixes often agree.
    private void admit() {
        var tokens = random.ints(60, 0, 2).toArray();
        var length = 1 + random.nextInt(20);
        var table = cache.admit(tokens, length, sequences.size() / 2);
        table.ifPresent(blocks -> sequences.add(new Sequence(tokens, length, blocks)));
    }

    private void grow(Sequence sequence) {
        sequence.computed += random.nextInt(sequence.length - sequence.computed + 1);
        cache.commit(sequence.table, sequence.tokens, sequence.computed);
        var length = Math.min(60, sequence.length + random.nextInt(5));
        if (cache.extend(sequence.table, length)) {
            sequence.length = length;
        }
    }
}
