package org.repartee.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.repartee.web.Endpoints;

/// Every door × everyone who may stand before it. A new endpoint without a row fails.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class AccessTableIT {

    /// Endpoint; what it is sent (none: `-`); then the status for: nobody, the owner (a user),
    /// another user, an auditor, an administrator, and the owner's key whose only scope is `audit`.
    /// 400: let in, and told that the request is not complete.
    private static final String TABLE =
            """
            GET    /                                          -              302 200 200 200 200 200
            GET    /index.html                                -              302 200 200 200 200 200
            GET    /account.html                              -              302 200 200 200 200 200
            GET    /sign-in.html                              -              200 200 200 200 200 200
            GET    /assets/main.js                            -              200 200 200 200 200 200
            GET    /assets/*                                  -              404 404 404 404 404 404
            GET    /nothing                                   -              401 404 404 404 404 404
            GET    /error                                     -              404 404 404 404 404 404
            GET    /health/ready                              -              200 200 200 200 200 200
            GET    /metrics                                   -              401 403 403 200 200 403
            GET    /openapi                                   -              401 200 200 200 200 403
            GET    /ws/chat                                   -              401 101 101 403 403 403
            GET    /v1/models                                 -              401 200 200 403 403 403
            GET    /v1/models/{name}                          -              401 404 404 403 403 403
            POST   /v1/chat/completions                       {}             401 400 400 403 403 403
            GET    /api/settings                              -              401 200 200 200 200 403
            GET    /api/conversations                         -              401 200 200 403 403 403
            GET    /api/conversations/{id}                    -              401 200 404 403 403 403
            PATCH  /api/conversations/{id}                    {"title":"t"}  401 200 404 403 403 403
            GET    /api/conversations/search                  -              401 400 400 403 403 403
            PUT    /api/conversations/{id}/messages/{message}/rating {}             401 400 400 403 403 403
            DELETE /api/conversations/{id}/messages/{message}/rating -              401 204 404 403 403 403
            GET    /api/shares/{id}                           -              401 200 404 403 403 403
            POST   /api/shares/{id}                           -              401 200 404 403 403 403
            GET    /api/shares/by-token/{token}               -              401 200 200 403 403 403
            DELETE /api/shares/{id}                           -              401 204 404 403 403 403
            POST   /api/tokens                                {}             401 400 400 403 403 403
            GET    /api/account                               -              401 200 200 200 200 403
            GET    /api/account/export                        -              401 200 200 200 200 403
            POST   /api/account/password                      {}             401 400 400 400 400 403
            GET    /api/keys                                  -              401 200 200 200 200 403
            POST   /api/keys                                  {}             401 400 400 400 400 403
            DELETE /api/keys/{key}                            -              401 204 404 404 404 403
            GET    /api/accounts                              -              401 403 403 403 200 403
            POST   /api/accounts                              {}             401 403 403 403 400 403
            PATCH  /api/accounts/{name}                       {}             401 403 403 403 200 403
            POST   /api/accounts/{name}/password              -              401 403 403 403 200 403
            GET    /api/accounts/{name}/keys                  -              401 403 403 403 200 403
            DELETE /api/accounts/{name}/keys/{key}            -              401 403 403 403 404 403
            GET    /api/accounts/{name}/conversations         -              401 403 403 403 403 403
            GET    /api/accounts/{name}/conversations/{id}    -              401 403 403 403 403 403
            GET    /api/sign-in                               -              200 200 200 200 200 200
            POST   /api/sign-in                               {}             400 400 400 400 400 400
            POST   /api/sign-in/link                          {}             400 400 400 400 400 400
            GET    /sign-in/oidc                              -              404 404 404 404 404 404
            GET    /sign-in/oidc/callback                     -              404 404 404 404 404 404
            GET    /sign-in/oidc/back-channel-logout          -              404 404 404 404 404 404
            DELETE /api/conversations/{id}                    -              401 204 404 403 403 403
            DELETE /api/accounts/{name}/data                  -              401 403 403 403 202 403
            POST   /api/sign-out                              {}             200 200 200 200 200 200
            """;

    /// Doors that nobody registers: the container's own, files, and what is not there.
    private static final List<String> UNREGISTERED =
            List.of("GET /assets/main.js", "GET /nothing", "GET /health/ready", "GET /metrics");

    @SuppressWarnings("NullAway.Init")
    private URI address;

    @SuppressWarnings("NullAway.Init")
    private List<Person> people;

    private final Map<String, String> parameters = new LinkedHashMap<>();

    private record Row(String method, String path, String body, List<Integer> statuses) {
        static Row of(String line) {
            var words = line.split(" +", -1);
            var statuses = List.of(words).subList(3, 9).stream().map(Integer::valueOf).toList();
            return new Row(words[0], words[1], words[2].equals("-") ? "" : words[2], statuses);
        }
    }

    @BeforeAll
    void meetEveryone() throws Exception {
        address = RunningServer.address();
        var run = Long.toString(System.nanoTime(), 36);
        var owner = Person.signedUp(address, "owner-" + run, "[\"user\"]");
        var spare = Person.signedUp(address, "spare-" + run, "[\"user\"]");
        people =
                List.of(
                        Person.nobody(address),
                        owner,
                        Person.signedUp(address, "other-" + run, "[\"user\"]"),
                        Person.signedUp(address, "auditor-" + run, "[\"auditor\"]"),
                        Person.signedUp(address, "administrator-" + run, "[\"administrator\"]"),
                        owner.withKey("\"scopes\":[\"audit\"]"));
        parameters.put("{name}", spare.name());
        var asked = conversation(owner);
        parameters.put("{id}", asked.getString("conversation"));
        parameters.put("{message}", asked.getString("answer"));
        var shared = owner.send("POST", filled("/api/shares/{id}"), "");
        parameters.put("{token}", Http.json(shared).getString("token"));
        var made = owner.send("POST", "/api/keys", "{\"label\":\"to be revoked\"}");
        parameters.put("{key}", Http.json(made).getString("id"));
    }

    @Test
    void everyEndpointHasARow() throws IOException {
        var rows = new TreeSet<String>();
        TABLE.lines()
                .map(Row::of)
                .forEach(row -> rows.add(row.method() + " " + row.path().replace("{key}", "{id}")));
        UNREGISTERED.forEach(rows::remove);
        assertThat(rows).isEqualTo(new Endpoints().all());
        assertThat(new Endpoints().unserved()).isEmpty();
    }

    @Test
    void everyoneGetsWhatTheTableSays() throws Exception {
        var expected = new ArrayList<String>();
        var actual = new ArrayList<String>();
        for (var line : TABLE.lines().toList()) {
            var row = Row.of(line);
            expected.add(row.method() + " " + row.path() + " " + row.statuses());
            actual.add(row.method() + " " + row.path() + " " + statuses(row));
        }
        assertThat(actual).isEqualTo(expected);
    }

    /// Others come before the owner, who may delete it.
    private List<Integer> statuses(Row row) throws Exception {
        var statuses = new ArrayList<Integer>();
        for (var person : people.reversed()) {
            statuses.addFirst(
                    row.path().startsWith("/ws/")
                            ? handshake(person, row.path())
                            : person.send(row.method(), filled(row.path()), row.body())
                                    .statusCode());
        }
        return statuses;
    }

    private String filled(String path) {
        var filled = path;
        for (var parameter : parameters.entrySet()) {
            filled = filled.replace(parameter.getKey(), parameter.getValue());
        }
        return filled;
    }

    private int handshake(Person person, String path) throws IOException {
        var headers = new StringBuilder();
        for (var i = 0; i < person.headers().size(); i += 2) {
            headers.append(
                    "%s: %s\r\n".formatted(person.headers().get(i), person.headers().get(i + 1)));
        }
        try (var raw = new RawHttp(address)) {
            raw.send(
                    """
                    GET %s HTTP/1.1\r
                    Host: %s\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    %s\r
                    """
                            .formatted(path, address.getAuthority(), headers));
            return Integer.parseInt(raw.some().split(" ", 3)[1]);
        }
    }

    private JsonObject conversation(Person owner) throws InterruptedException {
        var origin = SignedIn.origin(address);
        try (var socket = new Socket(address, origin, "Cookie", owner.header("Cookie"))) {
            socket.send("{\"type\":\"ask\",\"text\":\"Hello!\",\"max_tokens\":64}");
            return socket.answer().getFirst();
        }
    }
}
