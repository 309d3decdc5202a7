package org.repartee.conversation;

import java.util.Locale;

/// How far an answer got.
public enum AnswerState {
    /// Being generated now.
    STREAMING,
    /// Ended by the model, or at its length limit.
    COMPLETE,
    /// Stopped by the reader.
    STOPPED,
    /// Cut off: the client or the server went away; what had been saved is there.
    INTERRUPTED,
    /// Ended by an error.
    FAILED;

    /// The name in the API and in the database: lower case.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AnswerState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
