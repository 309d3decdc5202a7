package org.repartee.conversation;

/// What a reader thought of an answer.
///
/// @param comment at most 1,000 characters; may be empty
/// @throws IllegalArgumentException if the comment is longer
public record Rating(boolean good, String comment) {
    private static final int LONGEST_COMMENT = 1000;

    public Rating {
        if (comment.length() > LONGEST_COMMENT) {
            throw new IllegalArgumentException(
                    "comment must have at most %d characters, got %d"
                            .formatted(LONGEST_COMMENT, comment.length()));
        }
    }

    int value() {
        return good ? 1 : -1;
    }
}
