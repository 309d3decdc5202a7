package org.repartee.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Signing in and out, limits, and what protects them, on a server whose administrators may read
/// chats. At its end nothing secret is in its log.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class AccessIT {

    private static final int REQUESTS_PER_MINUTE = 30;
    private static final String ASKED = "{\"type\":\"ask\",\"text\":\"A very private question\"}";

    private final List<String> secrets = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private URI address;

    @SuppressWarnings("NullAway.Init")
    private Person anna;

    @BeforeAll
    void start() throws Exception {
        server =
                RunningServer.start(
                        "access",
                        Map.of(
                                "REPARTEE_ACCESS_ADMINISTRATORS_READ_CONVERSATIONS",
                                "true",
                                "REPARTEE_ACCESS_REQUESTS_PER_MINUTE",
                                String.valueOf(REQUESTS_PER_MINUTE)));
        address = server.uri();
        anna = Person.signedUp(address, "anna", "[\"user\"]");
        secrets.addAll(
                List.of(
                        Person.password(),
                        Files.readString(server.data().resolve("first-password")).strip(),
                        SignedIn.at(address).session(),
                        SignedIn.at(address).key(),
                        anna.header("Cookie").substring(SignedIn.COOKIE.length() + 1),
                        "A very private question"));
    }

    @AfterAll
    void nothingSecretIsInTheLogAndEveryLookIsStored() throws Exception {
        server.close();
        var log = Files.readString(server.data().resolve("logs/server.log"));
        assertThat(log).contains("serving repartee-demo").doesNotContain(secrets);
        assertThat(server.output()).contains("sign-in.html#link=").doesNotContain(secrets);
        var looks =
                "select actor || ' ' || action || ' ' || target from access_event"
                        + " where action like 'conversation%' order by happened_at";
        assertThat(Stored.column(server.data(), looks))
                .satisfiesExactly(
                        list -> assertThat(list).isEqualTo("admin conversations_listed anna"),
                        read -> assertThat(read).startsWith("admin conversation_read anna/"));
    }

    @Test
    void theFirstPasswordMustBeChanged() throws Exception {
        var password = Files.readString(server.data().resolve("first-password")).strip();
        var admin = Person.signedIn(address, "admin", password);
        assertThat(code(admin.get("/api/keys"))).isEqualTo("403 password_change_required");
        assertThat(code(admin.get("/v1/models"))).isEqualTo("403 password_change_required");
        assertThat(admin.get("/").headers().firstValue("Location")).hasValue("/account.html");
        assertThat(Http.json(admin.get("/api/account")).getBoolean("must_change_password"))
                .isTrue();
    }

    @Test
    void guessingIsSlowed() throws Exception {
        for (var guess = 0; guess < 5; guess++) {
            assertThat(code(guess("mallory"))).isEqualTo("401 wrong_credentials");
        }
        // On a busy machine a check takes longer than the first pauses, which double.
        var blocked = guess("mallory");
        for (var guess = 0; blocked.statusCode() == 401 && guess < 6; guess++) {
            blocked = guess("mallory");
        }
        assertThat(code(blocked)).isEqualTo("429 too_many_attempts");
        assertThat(blocked.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void theCookieIsOutOfReachAndNewEachTime() throws Exception {
        var planted = SignedIn.COOKIE + "=planted-by-somebody";
        var body = "{\"name\":\"anna\",\"password\":\"" + Person.password() + "\"}";
        var answer =
                Http.anonymous(
                        address,
                        "POST",
                        "/api/sign-in",
                        body,
                        "Content-Type",
                        "application/json",
                        "Cookie",
                        planted);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .matches(SignedIn.COOKIE + "=[\\w-]{43}; Path=/; HttpOnly; SameSite=Lax");
        assertThat(anna.get("/v1/models").headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aForeignPageCannotUseTheCookie() throws Exception {
        var cookie = anna.header("Cookie");
        for (var origin : new String[] {"http://evil.example", "null", ""}) {
            var foreign = new ArrayList<>(List.of("Cookie", cookie));
            if (!origin.isEmpty()) {
                foreign.addAll(List.of("Origin", origin));
            }
            var page = new Person(address, "anna", foreign);
            assertThat(code(page.send("POST", "/api/keys", "{\"label\":\"mine\"}")))
                    .isEqualTo("403 origin_not_allowed");
        }
        assertThatThrownBy(() -> new Socket(address, "", "Cookie", cookie))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @Test
    void aBearerWinsOverACookieAndLeavesItAlone() throws Exception {
        var key = anna.withKey("\"scopes\":[\"chat\"]").header("Authorization");
        secrets.add(key.substring("Bearer ".length()));
        var admin = SignedIn.at(address).cookie();
        var both = new Person(address, "both", List.of("Authorization", key, "Cookie", admin));
        assertThat(code(both.get("/api/accounts"))).isEqualTo("403 insufficient_role");
        var wrong = new Person(address, "w", List.of("Authorization", "Bearer x", "Cookie", admin));
        var refused = wrong.get("/sign-in.html");
        assertThat(code(refused)).isEqualTo("401 invalid_api_key");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer");
        assertThat(both.send("POST", "/api/sign-out", "").statusCode()).isIn(200, 403);
    }

    @Test
    void aRevokedKeyAndADisabledAccountAreOutAtOnce() throws Exception {
        var ben = Person.signedUp(address, "ben", "[\"user\"]");
        var program = ben.withKey("\"scopes\":[\"chat\"]");
        secrets.add(program.header("Authorization").substring("Bearer ".length()));
        var keys = Http.json(ben.get("/api/keys")).getJsonArray("data");
        var id = keys.getJsonObject(0).getString("id");
        assertThat(program.get("/v1/models").statusCode()).isEqualTo(200);
        assertThat(ben.send("DELETE", "/api/keys/" + id, "").statusCode()).isEqualTo(204);
        assertThat(code(program.get("/v1/models"))).isEqualTo("401 invalid_api_key");

        var origin = SignedIn.origin(address);
        try (var socket = new Socket(address, origin, "Cookie", ben.header("Cookie"))) {
            Http.send(
                    address,
                    "PATCH",
                    "/api/accounts/ben",
                    "{\"disabled\":true}",
                    "Content-Type",
                    "application/json");
            socket.send(ASKED);
            var frame = socket.next();
            assertThat(frame.getJsonObject("error").getString("code")).isEqualTo("not_signed_in");
        }
        assertThat(code(ben.get("/api/account"))).isEqualTo("401 not_signed_in");
    }

    @Test
    void signingOutEndsTheSessionAndGoesNowhereElse() throws Exception {
        var again = Person.signedIn(address, "anna", Person.password());
        var out = again.send("POST", "/api/sign-out?location=http://evil.example", "");
        assertThat(Http.json(out).getString("location"))
                .isEqualTo(address.resolve("/sign-in.html").toString());
        assertThat(again.get("/api/account").statusCode()).isEqualTo(401);
        assertThat(anna.get("/api/account").statusCode()).isEqualTo(200);
    }

    @Test
    void anAdministratorsLookIsRecorded() throws Exception {
        String id;
        var origin = SignedIn.origin(address);
        try (var socket = new Socket(address, origin, "Cookie", anna.header("Cookie"))) {
            socket.send(ASKED);
            id = socket.answer().getFirst().getString("conversation");
        }
        var path = "/api/accounts/anna/conversations";
        assertThat(Http.get(address, path).body()).contains(id);
        assertThat(Http.get(address, path + "/" + id).body()).contains("A very private question");
        assertThat(anna.get(path).statusCode()).isEqualTo(403);
    }

    @Test
    void tooManyQuestionsAreRefusedInOpenAisShape() throws Exception {
        var cleo = Person.signedUp(address, "cleo", "[\"user\"]");
        var question =
                """
                {"model":"repartee-demo","max_tokens":1,"messages":[{"role":"user","content":"a"}]}
                """;
        var last = cleo.send("POST", "/v1/chat/completions", question);
        for (var asked = 1; last.statusCode() == 200 && asked < 3 * REQUESTS_PER_MINUTE; asked++) {
            last = cleo.send("POST", "/v1/chat/completions", question);
        }
        assertThat(code(last)).isEqualTo("429 rate_limit_exceeded");
        assertThat(Http.json(last).getJsonObject("error").getString("type"))
                .isEqualTo("rate_limit_error");
        var wait = Integer.parseInt(last.headers().firstValue("Retry-After").orElseThrow());
        assertThat(wait).isBetween(1, 60);
    }

    @Test
    void aKeysTokensOfADayAreUsedUp() throws Exception {
        var program = anna.withKey("\"tokens_per_day\":20");
        secrets.add(program.header("Authorization").substring("Bearer ".length()));
        var question =
                """
                {"model":"repartee-demo","max_tokens":20,"messages":[{"role":"user","content":"Hello!"}]}
                """;
        assertThat(program.send("POST", "/v1/chat/completions", question).statusCode())
                .isEqualTo(200);
        var second = program.send("POST", "/v1/chat/completions", question);
        assertThat(code(second)).isEqualTo("429 rate_limit_exceeded");
        assertThat(second.body()).contains("this key has used its 20 tokens per day");
    }

    private HttpResponse<String> guess(String name) throws Exception {
        return Person.nobody(address)
                .send("POST", "/api/sign-in", "{\"name\":\"" + name + "\",\"password\":\"guess\"}");
    }

    private static String code(HttpResponse<String> response) {
        return response.statusCode()
                + " "
                + Http.json(response).getJsonObject("error").getString("code");
    }
}
