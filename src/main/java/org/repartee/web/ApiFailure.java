package org.repartee.web;

/// Ends a request with an error that the client reads.
final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    ApiFailure(ApiError error) {
        // Neither cause nor stack trace: this is an answer to a client, not a fault of ours.
        super(error.message(), null, false, false);
        this.error = error;
    }

    /// A field breaks a rule.
    ///
    /// @param field path of the field, as in `messages[2].content`
    /// @param code OpenAI's code for the kind of rule
    static ApiFailure invalid(String field, String code, String message) {
        return new ApiFailure(ApiError.invalid(400, code, message).at(field));
    }

    ApiError error() {
        return error;
    }
}
