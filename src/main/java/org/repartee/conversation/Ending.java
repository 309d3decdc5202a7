package org.repartee.conversation;

import java.util.Optional;

/// How an answer ended. `finishReason` is the API's word: `stop`, `length` or `cancelled`; absent
/// if the answer failed or was interrupted.
///
/// @throws IllegalArgumentException if the state is [AnswerState#STREAMING], which is no end
public record Ending(
        AnswerState state,
        Optional<String> finishReason,
        Optional<Usage> usage,
        Optional<Timings> timings) {
    public Ending {
        if (state == AnswerState.STREAMING) {
            throw new IllegalArgumentException("an answer cannot end in state streaming");
        }
    }

    /// At its length limit, as it was before it could not go on.
    static Ending cutOff() {
        return new Ending(
                AnswerState.COMPLETE, Optional.of("length"), Optional.empty(), Optional.empty());
    }

    /// Cut off before anything could be measured.
    public static Ending interrupted() {
        return new Ending(
                AnswerState.INTERRUPTED, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
