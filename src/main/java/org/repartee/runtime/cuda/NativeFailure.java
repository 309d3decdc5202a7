package org.repartee.runtime.cuda;

/// A native call failed. The message names the call and what the library said.
public final class NativeFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean deviceLost;

    public NativeFailure(String message) {
        this(message, false);
    }

    public NativeFailure(String message, boolean deviceLost) {
        super(message);
        this.deviceLost = deviceLost;
    }

    NativeFailure(String message, Throwable cause) {
        super(message, cause);
        deviceLost = false;
    }

    /// Whether every further call on the device will fail, too.
    public boolean deviceLost() {
        return deviceLost;
    }
}
