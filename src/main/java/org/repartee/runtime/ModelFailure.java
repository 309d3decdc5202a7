package org.repartee.runtime;

/// The model could not be loaded, or a step could not be computed. The message is one sentence that
/// names the thing, the rule and the way out.
public sealed class ModelFailure extends RuntimeException permits DeviceLost {

    public ModelFailure(String message) {
        super(message);
    }

    public ModelFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
