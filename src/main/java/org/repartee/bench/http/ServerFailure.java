package org.repartee.bench.http;

/// A server cannot be measured: it is not there, or does not answer what must be known first.
public final class ServerFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    ServerFailure(String message) {
        super(message);
    }

    ServerFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
