package org.repartee.web;

/// A request that the server does not begin, with the error that the client reads.
final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    RequestRefused(ApiError error) {
        // Neither cause nor stack trace: this is an answer to a client, not a fault of ours.
        super(error.message(), null, false, false);
        this.error = error;
    }

    /// A field breaks a rule.
    ///
    /// @param field path of the field, as in `messages[2].content`
    /// @param code OpenAI's code for the kind of rule
    static RequestRefused invalid(String field, String code, String message) {
        return new RequestRefused(ApiError.invalid(400, code, message).at(field));
    }

    ApiError error() {
        return error;
    }
}
