package org.repartee.tokenizer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// jtokkit merges pieces of 500 bytes and more in another way than short ones. Both must be byte
/// pair encoding as published: always the pair of lowest rank, the leftmost first.
class MergeTest {

    private final Map<String, Integer> ranks = new HashMap<>();

    MergeTest() {
        var tokenizer = Vocabularies.O200K;
        for (var id = 0; id < tokenizer.vocabularySize(); id++) {
            if (tokenizer.isText(id)) {
                ranks.put(new String(tokenizer.bytes(id), ISO_8859_1), id);
            }
        }
    }

    @Test
    void longAndShortPiecesAreMergedByRank() {
        var seed = 7L;
        var random = new Random(seed);
        for (var length : new int[] {2, 5, 20, 80, 170, 490, 600, 900}) {
            for (var i = 0; i < 12; i++) {
                var piece = letters(random, length);
                assertThat(Vocabularies.O200K.encode(piece))
                        .as("seed %d, length %d, piece %d", seed, length, i)
                        .containsExactly(merged(piece));
            }
        }
    }

    /// One piece of the split pattern: only lower-case Latin letters, or only Chinese ones.
    private static String letters(Random random, int length) {
        var chinese = random.nextBoolean();
        var text = new StringBuilder();
        for (var i = 0; i < length; i++) {
            var common = "etaoinshrdlu";
            text.append(
                    chinese
                            ? (char) (0x4E00 + random.nextInt(400))
                            : common.charAt(random.nextInt(common.length())));
        }
        return text.toString();
    }

    private int[] merged(String piece) {
        var whole = new String(piece.getBytes(UTF_8), ISO_8859_1);
        List<String> parts =
                new ArrayList<>(whole.codePoints().mapToObj(Character::toString).toList());
        if (ranks.containsKey(whole)) {
            parts = List.of(whole);
        }
        for (var best = best(parts); best >= 0; best = best(parts)) {
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
        return parts.stream().mapToInt(ranks::get).toArray();
    }

    private int best(List<String> parts) {
        var best = -1;
        var lowest = Integer.MAX_VALUE;
        for (var i = 0; i + 1 < parts.size(); i++) {
            var rank = ranks.getOrDefault(parts.get(i) + parts.get(i + 1), Integer.MAX_VALUE);
            if (rank < lowest) {
                lowest = rank;
                best = i;
            }
        }
        return best;
    }
}
