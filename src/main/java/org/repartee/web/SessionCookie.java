package org.repartee.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// The cookie that holds a session's secret: out of reach for scripts and foreign sites. Over TLS
/// its name keeps other hosts of the domain from planting one.
///
/// @param address whether requests come over TLS
record SessionCookie(PublicAddress address) {

    private static final String NAME = "repartee-session";
    private static final String FLAGS = "; Path=/; HttpOnly; SameSite=Lax";

    Optional<String> read(HttpServletRequest request) {
        return value(request, name(request, NAME));
    }

    /// It lives until the browser is closed; the server ends the session earlier or later.
    void set(HttpServletRequest request, HttpServletResponse response, String token) {
        add(request, response, NAME, token, "");
    }

    void clear(HttpServletRequest request, HttpServletResponse response) {
        clear(request, response, NAME);
    }

    /// Another cookie with the same protection.
    ///
    /// @param seconds how long it lives
    void set(
            HttpServletRequest request,
            HttpServletResponse response,
            String name,
            String value,
            int seconds) {
        add(request, response, name, value, "; Max-Age=" + seconds);
    }

    void clear(HttpServletRequest request, HttpServletResponse response, String name) {
        add(request, response, name, "", "; Max-Age=0");
    }

    Optional<String> read(HttpServletRequest request, String name) {
        return value(request, name(request, name));
    }

    private void add(
            HttpServletRequest request,
            HttpServletResponse response,
            String name,
            String value,
            String age) {
        var secure = address.isSecure(request) ? "; Secure" : "";
        response.addHeader("Set-Cookie", name(request, name) + "=" + value + FLAGS + secure + age);
    }

    private String name(HttpServletRequest request, String name) {
        return address.isSecure(request) ? "__Host-" + name : name;
    }

    private static Optional<String> value(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getCookies())
                .map(Arrays::stream)
                .orElse(Stream.empty())
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }
}
