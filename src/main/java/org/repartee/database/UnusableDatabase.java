package org.repartee.database;

/// The database cannot be opened, or is too old; the message says which, why and what to do.
public final class UnusableDatabase extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableDatabase(String message) {
        super(message);
    }

    UnusableDatabase(String message, Throwable cause) {
        super(message, cause);
    }
}
