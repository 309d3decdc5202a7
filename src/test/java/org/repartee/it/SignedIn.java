package org.repartee.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// The first administrator of a server of the tests: a browser's session, and a key with every
/// scope.
///
/// @param session value of the session's cookie
/// @param key secret of the API key
record SignedIn(String session, String key) {

    static final String COOKIE = "repartee-session";

    private static final Map<String, SignedIn> ALL = new ConcurrentHashMap<>();

    /// Who is signed in at a server that [RunningServer] started.
    static SignedIn at(URI address) {
        return Objects.requireNonNull(ALL.get(address.getAuthority()), "nobody signed in there");
    }

    /// Signs in with the link that the start printed. Who signed in there before stays so.
    ///
    /// @param data the server's data folder, which keeps the key for further starts
    static void with(URI address, Path data) {
        ALL.computeIfAbsent(address.getAuthority(), _ -> kept(address, data));
    }

    /// The same people reach the same server at another address, too.
    static void also(URI address, URI server) {
        var known = ALL.get(server.getAuthority());
        if (known != null) {
            ALL.put(address.getAuthority(), known);
        }
    }

    /// The server's data were emptied.
    static void forget(URI address) {
        ALL.remove(address.getAuthority());
    }

    /// The header that lets a program in.
    String authorization() {
        return "Bearer " + key;
    }

    /// The header that lets a browser in.
    String cookie() {
        return COOKIE + "=" + session;
    }

    private static SignedIn kept(URI address, Path data) {
        var file = data.resolve("signed-in-test");
        try {
            if (Files.exists(file)) {
                var lines = Files.readAllLines(file);
                return new SignedIn(lines.getFirst(), lines.getLast());
            }
            var link = Files.readString(data.resolve("sign-in-link")).strip();
            var fresh = byLink(address, link);
            Files.write(file, List.of(fresh.session(), fresh.key()));
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while signing in", e);
        }
    }

    private static SignedIn byLink(URI address, String link)
            throws IOException, InterruptedException {
        var signedIn =
                Http.anonymous(
                        address,
                        "POST",
                        "/api/sign-in/link",
                        "{\"secret\":\"" + link + "\"}",
                        "Content-Type",
                        "application/json");
        var session = session(signedIn);
        var everything =
                """
                {"label":"tests","scopes":["chat","conversations","keys","audit","administration"]}
                """;
        var made =
                Http.anonymous(
                        address,
                        "POST",
                        "/api/keys",
                        everything,
                        "Content-Type",
                        "application/json",
                        "Cookie",
                        COOKIE + "=" + session,
                        "Origin",
                        origin(address));
        return new SignedIn(session, Http.json(made).getString("secret"));
    }

    /// The value of the cookie that an answer sets.
    static String session(HttpResponse<String> response) {
        var cookie =
                response.headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow(() -> new AssertionError("no cookie: " + response.body()));
        return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    }

    static String origin(URI address) {
        return "http://" + address.getAuthority();
    }
}
