package org.repartee.runtime;

/// A failure after which nothing on the device can be trusted: neither the cache nor the session.
/// [ModelRuntime#rebuild] makes both anew.
public final class DeviceLost extends ModelFailure {

    private static final long serialVersionUID = 1;

    public DeviceLost(String message) {
        super(message);
    }

    public DeviceLost(String message, Throwable cause) {
        super(message, cause);
    }
}
