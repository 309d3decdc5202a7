package org.repartee.access.oidc;

/// Why the provider of sign-on does not vouch for somebody.
public abstract sealed class OidcFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private OidcFailure(String message, Throwable cause) {
        super(message, cause);
    }

    private OidcFailure(String message) {
        super(message);
    }

    /// It cannot be reached, or answers nonsense: another try may succeed.
    public static final class Unreachable extends OidcFailure {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message + ": " + cause.getMessage(), cause);
        }
    }

    /// It says no, or what was presented is not its own.
    public static final class Refused extends OidcFailure {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }

        Refused(String message, Throwable cause) {
            super(message + ": " + cause.getMessage(), cause);
        }
    }
}
