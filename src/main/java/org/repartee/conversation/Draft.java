package org.repartee.conversation;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// An answer while it is written: appending stays in memory and never waits for the database; a
/// background writer saves what changed.
///
/// One thread appends and ends; any thread may read the conversation meanwhile. After
/// [Conversations#close] has cut the answer off, what is appended is dropped.
public final class Draft implements AutoCloseable {
    private final UUID conversation;
    private final UUID answer;
    private final Consumer<Draft> whenEnded;

    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder content = new StringBuilder();
    private Optional<Ending> ending = Optional.empty();
    private boolean cutOff;
    private long version;
    private long savedVersion;
    private int refusals;

    Draft(UUID conversation, UUID answer, Consumer<Draft> whenEnded) {
        this.conversation = conversation;
        this.answer = answer;
        this.whenEnded = whenEnded;
    }

    /// What it said before.
    synchronized void resume(String earlierReasoning, String earlierContent) {
        reasoning.append(earlierReasoning);
        content.append(earlierContent);
        version += earlierContent.isEmpty() && earlierReasoning.isEmpty() ? 0 : 1;
    }

    /// The answer's id.
    public UUID answer() {
        return answer;
    }

    UUID conversation() {
        return conversation;
    }

    /// @throws IllegalStateException if the draft was finished or closed
    public synchronized void appendReasoning(String text) {
        append(reasoning, text);
    }

    /// @throws IllegalStateException if the draft was finished or closed
    public synchronized void appendAnswer(String text) {
        append(content, text);
    }

    private void append(StringBuilder target, String text) {
        if (!cutOff) {
            requireOpen();
            target.append(text);
            version++;
        }
    }

    /// Ends the answer: readers see the end at once, the database a moment later. The conversation
    /// takes the next question from here on.
    ///
    /// @throws IllegalStateException if the draft was finished or closed
    public void finish(Ending end) {
        synchronized (this) {
            if (cutOff) {
                return;
            }
            requireOpen();
            ending = Optional.of(end);
            version++;
        }
        whenEnded.accept(this);
    }

    /// Ends an unfinished answer as interrupted; does nothing after [#finish].
    @Override
    public void close() {
        synchronized (this) {
            if (ending.isPresent()) {
                return;
            }
            ending = Optional.of(Ending.interrupted());
            version++;
        }
        whenEnded.accept(this);
    }

    /// Ends an unfinished answer because the server stops, which its writer need not know.
    void cutOff() {
        synchronized (this) {
            cutOff = ending.isEmpty();
        }
        close();
    }

    private void requireOpen() {
        if (ending.isPresent()) {
            throw new IllegalStateException(
                    "answer " + answer + " has ended as " + ending.get().state().label());
        }
    }

    synchronized DraftText text() {
        return new DraftText(answer, reasoning.toString(), content.toString(), ending, version);
    }

    /// What the database does not have yet.
    synchronized Optional<DraftText> unsaved() {
        return isChanged() ? Optional.of(text()) : Optional.empty();
    }

    synchronized boolean isChanged() {
        return version != savedVersion;
    }

    synchronized void saved(DraftText text) {
        savedVersion = text.version();
        refusals = 0;
    }

    /// The database answers but refused this draft.
    ///
    /// @return how often in a row
    synchronized int refused() {
        return ++refusals;
    }

    /// Whether nothing is left to do.
    synchronized boolean isSettled() {
        return ending.isPresent() && !isChanged();
    }
}
