package org.repartee.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.io.IOException;
import java.io.StringReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A real Keycloak from Maven Central, in a process of its own, with the realm of
/// `keycloak/realm.json`.
final class Keycloak implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String VERSION = System.getProperty("keycloak.version", "");
    private static final Path FOLDER = Path.of("target", "it", "keycloak").toAbsolutePath();

    private final int port = FreePort.next();
    private final Process process;

    private Keycloak(URI repartee) throws IOException, InterruptedException {
        var home = home();
        var imports = Files.createDirectories(home.resolve("data/import"));
        delete(home.resolve("data/h2"));
        try (var realm = Keycloak.class.getResourceAsStream("/keycloak/realm.json")) {
            var text = new String(Objects.requireNonNull(realm).readAllBytes(), UTF_8);
            var address = repartee.toString().replaceAll("/$", "");
            Files.writeString(imports.resolve("realm.json"), text.replace("REPARTEE", address));
        }
        var builder =
                new ProcessBuilder(
                                home.resolve("bin/kc.sh").toString(),
                                "start-dev",
                                "--http-host=127.0.0.1",
                                "--http-port=" + port,
                                "--http-management-port=" + FreePort.next(),
                                "--cache=local",
                                "--import-realm")
                        .redirectErrorStream(true)
                        .redirectOutput(FOLDER.resolveSibling("keycloak.log").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
        process = builder.start();
    }

    /// Starts it; [#awaitReady] tells when it answers.
    static Keycloak start(URI repartee) throws IOException, InterruptedException {
        return new Keycloak(repartee);
    }

    void awaitReady() throws Exception {
        var deadline = Instant.now().plus(PATIENCE);
        while (!answers()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(
                        "Keycloak did not start; see " + FOLDER.resolveSibling("keycloak.log"));
            }
            Thread.sleep(500);
        }
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + port + "/realms/company");
    }

    /// An access token of a client, for itself.
    String token(String client, String secret) throws Exception {
        return grant(
                "/realms/company/",
                "grant_type=client_credentials&client_id=%s&client_secret=%s"
                        .formatted(client, secret));
    }

    /// Lets a person in or not.
    void enable(String name, boolean enabled) throws Exception {
        administer("PUT", "/users/" + id(name), "{\"enabled\":" + enabled + "}");
    }

    /// Ends all sessions of a person, which Keycloak tells its clients.
    void logOut(String name) throws Exception {
        administer("POST", "/users/" + id(name) + "/logout", "{}");
    }

    private String id(String name) throws Exception {
        var found = administer("GET", "/users?exact=true&username=" + name, "");
        try (var reader = Json.createReader(new StringReader(found.body()))) {
            JsonArray users = reader.readArray();
            return users.getJsonObject(0).getString("id");
        }
    }

    private HttpResponse<String> administer(String method, String path, String body)
            throws Exception {
        var token =
                grant(
                        "/realms/master/",
                        "grant_type=password&client_id=admin-cli&username=admin&password=admin");
        var answer =
                Http.anonymous(
                        issuer(),
                        method,
                        "/admin/realms/company" + path,
                        body,
                        "Authorization",
                        "Bearer " + token,
                        "Content-Type",
                        "application/json");
        if (answer.statusCode() >= 400) {
            throw new AssertionError(method + " " + path + ": " + answer.body());
        }
        return answer;
    }

    private String grant(String realm, String form) throws Exception {
        var answer =
                Http.anonymous(
                        issuer(),
                        "POST",
                        realm + "protocol/openid-connect/token",
                        form,
                        "Content-Type",
                        "application/x-www-form-urlencoded");
        return Http.json(answer).getString("access_token");
    }

    private boolean answers() throws Exception {
        try {
            var metadata = issuer() + "/.well-known/openid-configuration";
            return Http.anonymous(issuer(), "GET", metadata, "").statusCode() == 200;
        } catch (ConnectException notYet) {
            return false;
        }
    }

    /// Where it is unpacked, once for each version.
    private static Path home() throws IOException, InterruptedException {
        var home = FOLDER.resolve("keycloak-" + VERSION);
        if (!Files.isDirectory(home)) {
            var command =
                    List.of(
                            "mvn",
                            "-q",
                            "-B",
                            "dependency:unpack",
                            "-Dartifact=org.keycloak:keycloak-quarkus-dist:" + VERSION + ":zip",
                            "-DoutputDirectory=" + FOLDER);
            // One hiccup of a download must not fail a change.
            var loaded = succeeds(command) || succeeds(again(command));
            if (!loaded) {
                throw new IllegalStateException("Keycloak " + VERSION + " could not be loaded");
            }
        }
        var script = home.resolve("bin/kc.sh").toFile();
        if (!script.canExecute() && !script.setExecutable(true)) {
            throw new IllegalStateException(script + " cannot be made executable");
        }
        return home;
    }

    /// -U: Maven otherwise remembers a failure and does not try again.
    private static List<String> again(List<String> command) {
        return Stream.concat(command.stream(), Stream.of("-U")).toList();
    }

    private static boolean succeeds(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /// The script starts a JVM of its own.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
