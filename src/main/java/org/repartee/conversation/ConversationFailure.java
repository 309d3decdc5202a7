package org.repartee.conversation;

import java.util.UUID;

/// Why a conversation could not be read or changed. Nothing was stored by halves.
public abstract sealed class ConversationFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ConversationFailure(String message) {
        super(message);
    }

    private ConversationFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /// There is no such conversation, or it belongs to someone else (404).
    public static final class Unknown extends ConversationFailure {
        private static final long serialVersionUID = 1L;

        Unknown(UUID conversation) {
            super("there is no conversation " + conversation);
        }
    }

    /// The conversation has no such message, or one of the other kind (404).
    public static final class UnknownMessage extends ConversationFailure {
        private static final long serialVersionUID = 1L;

        UnknownMessage(String kind, UUID message) {
            super("the conversation has no " + kind + " " + message);
        }
    }

    /// An answer is still being written in this conversation (409).
    public static final class Busy extends ConversationFailure {
        private static final long serialVersionUID = 1L;

        Busy(UUID conversation) {
            super("an answer is still being written in conversation " + conversation);
        }
    }

    /// The database is away, or too many answers wait for it (503).
    public static final class Unavailable extends ConversationFailure {
        private static final long serialVersionUID = 1L;

        Unavailable(String message) {
            super(message);
        }

        Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
