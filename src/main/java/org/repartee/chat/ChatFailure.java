package org.repartee.chat;

/// Why a request is not even begun. Nothing of it is stored but its audit row.
public abstract sealed class ChatFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ChatFailure(String message) {
        super(message);
    }

    /// A field breaks a rule; the message names field, rule and value.
    public static final class Invalid extends ChatFailure {
        private final String field;

        public Invalid(String field, String message) {
            super(message);
            this.field = field;
        }

        Invalid(String field, IllegalArgumentException broken) {
            this(field, String.valueOf(broken.getMessage()));
            initCause(broken);
        }

        /// OpenAI's `param`.
        public String field() {
            return field;
        }
    }

    /// Prompt and answer do not fit the model's context.
    public static final class PromptTooLong extends ChatFailure {
        public PromptTooLong(String message) {
            super(message);
        }
    }

    /// No such conversation, or another's: the caller cannot tell which.
    public static final class UnknownConversation extends ChatFailure {
        public UnknownConversation(String message) {
            super(message);
        }
    }

    /// The conversation's last answer is still being written.
    public static final class ConversationBusy extends ChatFailure {
        public ConversationBusy(String message) {
            super(message);
        }
    }

    /// A queue is full: try again after a moment.
    public static final class Busy extends ChatFailure {
        private final int retryAfterSeconds;

        public Busy(String message, int retryAfterSeconds) {
            super(message);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /// The server finishes what it has begun and then stops: another one, or this one started
    /// again, will answer.
    public static final class Stopping extends ChatFailure {
        private final int retryAfterSeconds;

        Stopping(int retryAfterSeconds) {
            super(
                    "the server is stopping and begins no new answer: try again in %d seconds"
                            .formatted(retryAfterSeconds));
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /// The caller, or the key it asks with, has asked for as much as it may: later again.
    public static final class Limited extends ChatFailure {
        private final int retryAfterSeconds;

        public Limited(String message, int retryAfterSeconds) {
            super(message);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /// The model is not loaded yet, or is gone; or the database is away.
    public static final class NotReady extends ChatFailure {
        public NotReady(String message) {
            super(message);
        }
    }
}
