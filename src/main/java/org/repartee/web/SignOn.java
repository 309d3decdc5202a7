package org.repartee.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import java.util.stream.Collectors;
import org.repartee.access.Identity;
import org.repartee.access.Role;

/// Tells the container who asks: by API key, by a provider's token, or by a session's cookie.
///
/// It never refuses. That is [FrontDoor]'s part, which comes after it and whose answers have their
/// headers and their request id.
@ApplicationScoped
public class SignOn implements HttpAuthenticationMechanism {

    private @Inject Visitors visitors;
    private @Inject SessionCookie cookie;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        var visitor =
                Gate.isAsset(request)
                        ? new Visitor.Anonymous()
                        : visitors.find(Presented.by(request, cookie));
        visitor.leaveWith(request);
        return switch (visitor) {
            case Visitor.Known(var identity, _) -> let(identity, context);
            case Visitor.Anonymous _, Visitor.Refused _ -> context.doNothing();
        };
    }

    private static AuthenticationStatus let(Identity identity, HttpMessageContext context) {
        Set<String> groups =
                identity.roles().stream().map(Role::wireName).collect(Collectors.toSet());
        return context.notifyContainerAboutLogin(identity.name(), groups);
    }
}
