package org.repartee.tokenizer;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an encoding is made of: the split pattern, the ranks of ordinary tokens, the special ones.
///
/// @param ranks bytes of each ordinary token and its rank, which is its id; compared by identity,
///   so only for iteration; in ascending order of rank
/// @param specials ids of harmony's special tokens, complete
/// @param size one more than the greatest id, special and reserved ids included
record Vocabulary(
        String name,
        Pattern pattern,
        Map<byte[], Integer> ranks,
        Map<SpecialToken, Integer> specials,
        int size) {

    /// The split pattern of OpenAI's `o200k_base`, as published with it.
    static final String O200K_PATTERN =
            String.join(
                    "|",
                    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
                            + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
                            + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                    "\\p{N}{1,3}",
                    " ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*",
                    "\\s*[\\r\\n]+",
                    "\\s+(?!\\S)",
                    "\\s+");

    private static final int O200K_HARMONY_SIZE = 201_088;

    /// gpt-oss's vocabulary; the ids are OpenAI's, those not named here are reserved.
    static Vocabulary o200kHarmony() {
        var specials =
                Map.of(
                        SpecialToken.END_OF_TEXT, 199_999,
                        SpecialToken.RETURN, 200_002,
                        SpecialToken.CONSTRAIN, 200_003,
                        SpecialToken.CHANNEL, 200_005,
                        SpecialToken.START, 200_006,
                        SpecialToken.END, 200_007,
                        SpecialToken.MESSAGE, 200_008,
                        SpecialToken.CALL, 200_012);
        return new Vocabulary(
                "o200k_harmony",
                SplitPattern.compile(O200K_PATTERN),
                Ranks.o200kBase(),
                specials,
                O200K_HARMONY_SIZE);
    }

    /// The id of a special token.
    int special(SpecialToken token) {
        var id = specials.get(token);
        if (id == null) {
            throw new IllegalStateException("the vocabulary " + name + " lacks " + token.text());
        }
        return id;
    }

    /// The special token of an id.
    Optional<SpecialToken> special(int id) {
        for (var entry : specials.entrySet()) {
            if (entry.getValue() == id) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }
}
