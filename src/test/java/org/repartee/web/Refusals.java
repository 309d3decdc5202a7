package org.repartee.web;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Errors as one line, for comparison.
final class Refusals {

    private Refusals() {}

    /// `status code param: message` of the error that the call ends with.
    static String of(ThrowingCallable call) {
        return line(catchThrowableOfType(ApiFailure.class, call).error());
    }

    static String line(ApiError error) {
        return "%d %s %s: %s"
                .formatted(
                        error.status(), error.code(), error.param().orElse("-"), error.message());
    }
}
