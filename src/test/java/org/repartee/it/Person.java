package org.repartee.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/// Somebody with an account at a server of the tests, signed in with a browser.
///
/// @param headers what lets requests in: names and values by turns
record Person(URI address, String name, List<String> headers) {

    private static final String PASSWORD = "correct horse battery";

    /// A stranger.
    static Person nobody(URI address) {
        return new Person(address, "nobody", List.of());
    }

    /// Makes an account, and signs in as a person does: with the first password, which is changed.
    ///
    /// @param roles as JSON
    static Person signedUp(URI address, String name, String roles)
            throws IOException, InterruptedException {
        var made =
                Http.send(
                        address,
                        "POST",
                        "/api/accounts",
                        "{\"name\":\"%s\",\"roles\":%s}".formatted(name, roles),
                        "Content-Type",
                        "application/json");
        var first = Http.json(made).getString("password");
        var restricted = signedIn(address, name, first);
        var changed =
                restricted.send(
                        "POST",
                        "/api/account/password",
                        "{\"current\":\"%s\",\"password\":\"%s\"}".formatted(first, PASSWORD));
        return new Person(address, name, headers(address, changed));
    }

    /// Signs in with a password.
    static Person signedIn(URI address, String name, String password)
            throws IOException, InterruptedException {
        var answer =
                nobody(address)
                        .send(
                                "POST",
                                "/api/sign-in",
                                "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
        return new Person(address, name, headers(address, answer));
    }

    /// The same person by program, with a new key.
    ///
    /// @param wish fields of the key as JSON, without braces
    Person withKey(String wish) throws IOException, InterruptedException {
        var made = Http.json(send("POST", "/api/keys", "{\"label\":\"test\"," + wish + "}"));
        var secret = made.getString("secret");
        return new Person(address, name, List.of("Authorization", "Bearer " + secret));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    HttpResponse<String> send(String method, String path, String json)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(headers);
        if (!json.isEmpty()) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return Http.anonymous(address, method, path, json, all.toArray(String[]::new));
    }

    /// A value of the headers.
    String header(String header) {
        return headers.get(headers.indexOf(header) + 1);
    }

    static String password() {
        return PASSWORD;
    }

    private static List<String> headers(URI address, HttpResponse<String> answer) {
        return List.of(
                "Cookie",
                SignedIn.COOKIE + "=" + SignedIn.session(answer),
                "Origin",
                SignedIn.origin(address));
    }
}
