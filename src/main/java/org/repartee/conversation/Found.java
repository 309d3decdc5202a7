package org.repartee.conversation;

import java.util.Optional;

/// A conversation that was searched for.
///
/// @param passage where a message has the words; absent if the title has them
public record Found(Summary conversation, Optional<Passage> passage) {

    /// The surroundings of a match.
    ///
    /// @param before at most 40 characters
    /// @param after at most 120 characters
    public record Passage(String before, String match, String after) {
        private static final int BEFORE = 40;
        private static final int AFTER = 120;

        /// @param at where the match begins, `length` how long it is
        static Passage of(String text, int at, int length) {
            var end = at + length;
            return new Passage(
                    line(text.substring(Math.max(0, at - BEFORE), at)),
                    line(text.substring(at, end)),
                    line(text.substring(end, Math.min(text.length(), end + AFTER))));
        }

        private static String line(String text) {
            return text.replaceAll("\\s+", " ");
        }
    }
}
