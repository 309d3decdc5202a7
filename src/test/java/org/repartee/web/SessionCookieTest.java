package org.repartee.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionCookieTest {

    private final List<String> headers = new ArrayList<>();

    @Test
    void overTlsItIsSecureAndBoundToItsHost() {
        var cookie = new SessionCookie(new PublicAddress(Optional.empty()));
        cookie.set(request(true), response(), "secret");
        assertThat(headers)
                .containsExactly(
                        "Set-Cookie: __Host-repartee-session=secret; Path=/; HttpOnly; SameSite=Lax;"
                                + " Secure");
    }

    @Test
    void behindAProxyTheConfiguredAddressDecides() {
        var tls = Optional.of(URI.create("https://ai.example.org"));
        var address = new PublicAddress(tls);
        new SessionCookie(address).clear(request(false), response());
        assertThat(headers).singleElement().asString().contains("__Host-", "; Secure; Max-Age=0");
        assertThat(address.of(request(false), "/sign-in.html"))
                .hasToString("https://ai.example.org/sign-in.html");
    }

    @Test
    void onlyOverTlsBrowsersAreToldToStayThere() {
        var address = new PublicAddress(Optional.empty());
        assertThat(address.strictTransportSecurity(request(true))).hasValue("max-age=31536000");
        assertThat(address.strictTransportSecurity(request(false))).isEmpty();
    }

    @Test
    void overTlsAPlainCookieIsNotRead() {
        var planted = request(true, new Cookie("repartee-session", "planted"));
        var cookie = new SessionCookie(new PublicAddress(Optional.empty()));
        assertThat(cookie.read(planted)).isEmpty();
        var own = request(true, new Cookie("__Host-repartee-session", "own"));
        assertThat(cookie.read(own)).hasValue("own");
    }

    @Test
    void aBearerWinsOverACookie() {
        var both = request(false, new Cookie("repartee-session", "mine"));
        var cookie = new SessionCookie(new PublicAddress(Optional.empty()));
        assertThat(Presented.by(both, cookie)).isEqualTo(new Presented.Cookie("mine"));
        var bearer = request(false, "bEaReR  rp-1 ", new Cookie("repartee-session", "mine"));
        assertThat(Presented.by(bearer, cookie)).isEqualTo(new Presented.Bearer("rp-1"));
        assertThat(Presented.by(request(false), cookie)).isEqualTo(new Presented.Nothing());
    }

    private static HttpServletRequest request(boolean secure, Cookie... cookies) {
        return request(secure, "", cookies);
    }

    private static HttpServletRequest request(
            boolean secure, String authorization, Cookie... cookies) {
        var known =
                Map.<String, Object>of(
                        "isSecure", secure, "getCookies", cookies, "getContextPath", "");
        return (HttpServletRequest)
                Proxy.newProxyInstance(
                        SessionCookieTest.class.getClassLoader(),
                        new Class<?>[] {HttpServletRequest.class},
                        (_, method, arguments) ->
                                method.getName().equals("getHeader")
                                        ? header(String.valueOf(arguments[0]), authorization)
                                        : known.get(method.getName()));
    }

    private static String header(String name, String authorization) {
        return name.equals("Authorization") ? authorization : "127.0.0.1:8080";
    }

    private HttpServletResponse response() {
        return (HttpServletResponse)
                Proxy.newProxyInstance(
                        SessionCookieTest.class.getClassLoader(),
                        new Class<?>[] {HttpServletResponse.class},
                        (_, _, arguments) -> {
                            headers.add(arguments[0] + ": " + arguments[1]);
                            return null;
                        });
    }
}
