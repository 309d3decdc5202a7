package org.repartee.chat;

import java.util.Optional;

/// How much a caller may still ask for.
public interface Allowance {

    /// For servers that set no limit.
    Allowance UNLIMITED =
            new Allowance() {
                @Override
                public Optional<ChatFailure> admit(Caller caller) {
                    return Optional.empty();
                }

                @Override
                public void used(Caller caller, int tokens) {}
            };

    /// Counts a question; waits for the database.
    ///
    /// @return why it may not be answered, if it may not
    Optional<ChatFailure> admit(Caller caller);

    /// Counts the tokens of prompt and answer; never waits.
    void used(Caller caller, int tokens);
}
