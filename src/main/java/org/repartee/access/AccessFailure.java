package org.repartee.access;

/// Why something about access was not done. Nothing was stored by halves.
public abstract sealed class AccessFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private AccessFailure(String message) {
        super(message);
    }

    private AccessFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /// Name and password do not belong together, whichever of them is wrong (401).
    public static final class WrongCredentials extends AccessFailure {
        private static final long serialVersionUID = 1L;

        WrongCredentials(String message) {
            super(message);
        }
    }

    /// Too many wrong guesses (429).
    public static final class TooManyGuesses extends AccessFailure {
        private static final long serialVersionUID = 1L;
        private final int retryAfterSeconds;

        TooManyGuesses(int retryAfterSeconds) {
            super("too many failed attempts: try again in " + retryAfterSeconds + " s");
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /// A field breaks a rule; the message names it (400).
    public static final class Invalid extends AccessFailure {
        private static final long serialVersionUID = 1L;
        private final String field;

        Invalid(String field, String message) {
            super(message);
            this.field = field;
        }

        public String field() {
            return field;
        }
    }

    /// There is no such account or key, or it is someone else's (404).
    public static final class Unknown extends AccessFailure {
        private static final long serialVersionUID = 1L;

        Unknown(String message) {
            super(message);
        }
    }

    /// The name is taken, or the change would leave nobody to manage accounts (409).
    public static final class Conflict extends AccessFailure {
        private static final long serialVersionUID = 1L;

        Conflict(String message) {
            super(message);
        }
    }

    /// The database is away, or too many passwords are being checked (503).
    public static final class Unavailable extends AccessFailure {
        private static final long serialVersionUID = 1L;

        Unavailable(String message) {
            super(message);
        }

        Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
