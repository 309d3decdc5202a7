package org.repartee.export;

/// Why a checkpoint could not be exported: one sentence that names the thing, the rule and what was
/// found. Nothing that looks like a finished model is left behind.
public final class ExportFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ExportFailure(String message) {
        super(message);
    }

    ExportFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
