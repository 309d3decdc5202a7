package org.repartee.harmony;

import java.util.Optional;

/// What the parser read. Messages do not nest: after `MessageStarted` come only `Delta`s up to its
/// `MessageEnded`.
public sealed interface HarmonyEvent {

    /// A header is complete. `recipient` is the name of who is addressed, such as
    /// `functions.get_weather`; `contentType` is what stood after `<|constrain|>`, such as `json`.
    record MessageStarted(Channel channel, Optional<String> recipient, Optional<String> contentType)
            implements HarmonyEvent {

        private static final String FUNCTIONS = "functions.";

        /// The name of the function that is called, if this message is a call of one.
        public Optional<String> function() {
            return recipient
                    .filter(name -> name.startsWith(FUNCTIONS) && channel != Channel.FINAL)
                    .map(name -> name.substring(FUNCTIONS.length()));
        }
    }

    /// More text of the open message: whole characters, never empty, never a control token.
    record Delta(String text) implements HarmonyEvent {}

    /// The open message is over.
    record MessageEnded(EndedBy endedBy) implements HarmonyEvent {}

    /// What ended a message.
    enum EndedBy {
        /// `<|end|>`: the model goes on with another message.
        END,
        /// `<|return|>`: the model has answered.
        RETURN,
        /// `<|call|>`: the model wants the function's result.
        CALL,
        /// `<|endoftext|>`: the model has nothing more to say.
        END_OF_TEXT,
        /// The next `<|start|>` came without an end before it.
        NEXT_MESSAGE,
        /// The generation ended, at a limit or by a cancel, in the middle of the message.
        GENERATION
    }
}
