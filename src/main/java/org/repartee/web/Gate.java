package org.repartee.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.repartee.access.Identity;
import org.repartee.access.Identity.Credential;
import org.repartee.access.Role;
import org.repartee.access.Scope;

/// What is closed to whom before any endpoint is asked. Everything is, to who is not signed in,
/// except what is listed here.
final class Gate {

    private static final String ASSETS = "/assets/";
    static final String SIGN_IN_PAGE = "/sign-in.html";
    static final String ACCOUNT_PAGE = "/account.html";

    /// Paths, and everything below them, that need no sign-in, and why.
    private static final Map<String, String> OPEN =
            Map.of(
                    ASSETS,
                    "the sign-in page needs them, and they tell nothing",
                    SIGN_IN_PAGE,
                    "where one signs in",
                    "/api/sign-in",
                    "how one signs in",
                    "/api/sign-out",
                    "who is signed out already may say so again",
                    "/sign-in/",
                    "how one signs in at a provider, and how that ends it",
                    "/health",
                    "who looks after the server has no account",
                    ErrorPage.PATH,
                    "how the container tells of errors");

    /// What JAX-RS does not guard. The rest are files, for everyone who is signed in.
    private static final Map<String, Rule> GUARDED =
            Map.of(
                    "/ws/", new Rule(Scope.CHAT, Set.of(Role.USER)),
                    "/openapi", new Rule(Scope.CHAT, Set.of(Role.values())),
                    "/metrics", new Rule(Scope.AUDIT, Set.of(Role.AUDITOR, Role.ADMINISTRATOR)));

    private record Rule(Scope scope, Set<Role> roles) {
        Optional<ApiError> refusal(Identity identity) {
            return Gate.refusal(identity, scope, roles.toArray(Role[]::new));
        }
    }

    /// What a session may reach whose password must be changed first.
    private static final Set<String> RESTRICTED = Set.of(ACCOUNT_PAGE, "/api/account");

    /// What the gate says.
    sealed interface Answer {
        record Pass() implements Answer {}

        record Refuse(ApiError error) implements Answer {}

        /// To another page of ours.
        record GoTo(String page) implements Answer {}
    }

    private Gate() {}

    /// Files that the page is made of; nobody is looked up for them.
    static boolean isAsset(HttpServletRequest request) {
        return path(request).startsWith(ASSETS);
    }

    static Answer answer(HttpServletRequest request, Visitor visitor) {
        var path = path(request);
        return switch (visitor) {
            case Visitor.Refused(var error) -> new Answer.Refuse(error);
            case Visitor.Anonymous _ when isOpen(path) -> new Answer.Pass();
            case Visitor.Anonymous _ when isPage(request, path) -> new Answer.GoTo(SIGN_IN_PAGE);
            case Visitor.Anonymous _ -> new Answer.Refuse(ApiError.NOT_SIGNED_IN);
            case Visitor.Known(var identity, _) -> answer(request, path, identity);
        };
    }

    private static Answer answer(HttpServletRequest request, String path, Identity identity) {
        if (isRestricted(identity)
                && !isOpen(path)
                && !RESTRICTED.contains(path)
                && !path.equals("/api/account/password")) {
            return isPage(request, path)
                    ? new Answer.GoTo(ACCOUNT_PAGE)
                    : new Answer.Refuse(ApiError.PASSWORD_CHANGE_REQUIRED);
        }
        return GUARDED.entrySet().stream()
                .filter(guarded -> isBelow(guarded.getKey(), path))
                .flatMap(guarded -> guarded.getValue().refusal(identity).stream())
                .findFirst()
                .<Answer>map(Answer.Refuse::new)
                .orElseGet(Answer.Pass::new);
    }

    /// Why somebody may not do what needs any of some roles, and a scope.
    static Optional<ApiError> refusal(Identity identity, Scope scope, Role... roles) {
        if (Set.of(roles).stream().noneMatch(identity.roles()::contains)) {
            return Optional.of(ApiError.wrongRole(roles));
        }
        return identity.scopes().contains(scope)
                ? Optional.empty()
                : Optional.of(ApiError.wrongScope(scope));
    }

    private static boolean isRestricted(Identity identity) {
        return identity.credential() instanceof Credential.Session(_, var restricted) && restricted;
    }

    private static boolean isOpen(String path) {
        return OPEN.keySet().stream().anyMatch(open -> isBelow(open, path));
    }

    private static boolean isBelow(String start, String path) {
        return start.endsWith("/")
                ? path.startsWith(start)
                : path.equals(start) || path.startsWith(start + "/");
    }

    private static boolean isPage(HttpServletRequest request, String path) {
        return request.getMethod().equals("GET") && (path.endsWith("/") || path.endsWith(".html"));
    }

    /// Decoded and without parameters, as the container matches it.
    private static String path(HttpServletRequest request) {
        var info = request.getPathInfo();
        return request.getServletPath() + (info == null ? "" : info);
    }
}
