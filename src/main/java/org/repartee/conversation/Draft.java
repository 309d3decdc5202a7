package org.repartee.conversation;

import java.util.UUID;

/// An answer while it is written: appending stays in memory and never waits for the database; a
/// background writer saves what changed.
///
/// One thread appends and ends; any thread may read the conversation meanwhile.
public final class Draft implements AutoCloseable {
    private final UUID answer;

    Draft(UUID answer) {
        this.answer = answer;
    }

    /// The answer's id.
    public UUID answer() {
        return answer;
    }

    /// @throws IllegalStateException if the draft has ended
    public void appendReasoning(String text) {
        throw new UnsupportedOperationException(text);
    }

    /// @throws IllegalStateException if the draft has ended
    public void appendAnswer(String text) {
        throw new UnsupportedOperationException(text);
    }

    /// Ends the answer: readers see the end at once, the database a moment later. The conversation
    /// takes the next question from here on.
    ///
    /// @throws IllegalStateException if the draft has ended
    public void finish(Ending ending) {
        throw new UnsupportedOperationException(ending.toString());
    }

    /// Ends an unfinished answer as interrupted; does nothing after [#finish].
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
