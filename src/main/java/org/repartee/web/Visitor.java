package org.repartee.web;

import jakarta.servlet.ServletRequest;
import java.util.Optional;
import org.repartee.access.Identity;
import org.repartee.access.Identity.Credential;
import org.repartee.chat.Caller;

/// Who a request comes from, as [SignOn] found out.
sealed interface Visitor {

    String ATTRIBUTE = Visitor.class.getName();

    /// Nobody whom the server knows.
    record Anonymous() implements Visitor {}

    /// Somebody.
    record Known(Identity identity, Presented by) implements Visitor {}

    /// Somebody whose key or token is no good, or cannot be looked at now.
    record Refused(ApiError error) implements Visitor {}

    default void leaveWith(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /// Without a mechanism that ran before, nobody.
    static Visitor of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Visitor found ? found : new Anonymous();
    }

    /// Of a request that was let in.
    ///
    /// @throws ApiFailure 401 if nobody is known
    static Identity identity(ServletRequest request) {
        return switch (of(request)) {
            case Known(var identity, _) -> identity;
            case Anonymous _ -> throw new ApiFailure(ApiError.NOT_SIGNED_IN);
            case Refused(var error) -> throw new ApiFailure(error);
        };
    }

    static Caller caller(ServletRequest request) {
        return caller(identity(request));
    }

    static Caller caller(Identity identity) {
        return identity.credential() instanceof Credential.Key(var id, var limit)
                ? new Caller(identity.name(), Optional.of(new Caller.Key(id, limit)))
                : new Caller(identity.name());
    }
}
