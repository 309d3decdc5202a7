package org.repartee.export;

/// The export cannot be done. The message is one sentence that names the thing, the rule and what
/// was found.
public final class ExportFailure extends RuntimeException {

    public ExportFailure(String message) {
        super(message);
    }

    public ExportFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
