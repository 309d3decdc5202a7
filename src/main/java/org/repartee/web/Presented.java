package org.repartee.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/// What a request shows to be let in. A bearer token wins over a cookie.
sealed interface Presented {

    /// An API key, or a token that the provider of sign-on signed.
    record Bearer(String token) implements Presented {
        @Override
        public String toString() {
            return "Bearer";
        }
    }

    /// A browser's session.
    record Cookie(String token) implements Presented {
        @Override
        public String toString() {
            return "Cookie";
        }
    }

    /// Nothing.
    record Nothing() implements Presented {}

    static Presented by(HttpServletRequest request, SessionCookie cookie) {
        var authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            return new Bearer(authorization.substring("bearer ".length()).strip());
        }
        return cookie.read(request).<Presented>map(Cookie::new).orElseGet(Nothing::new);
    }
}
