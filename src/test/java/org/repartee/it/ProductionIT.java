package org.repartee.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// The profile production with what can be asked for: HTTPS, the administration, a secret in a
/// file.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class ProductionIT {

    private static final Path FOLDER = Path.of("target", "it", "production files").toAbsolutePath();

    private final int adminPort = FreePort.next();

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private HttpClient client;

    @BeforeAll
    void start() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "skipped: there is no openssl");
        var secrets = Files.createDirectories(FOLDER.resolve("secrets"));
        Files.writeString(secrets.resolve("repartee.model.name"), "from-a-file");
        var certificate = FOLDER.resolve("certificate.pem");
        var key = FOLDER.resolve("key.pem");
        makeCertificate(certificate, key);
        client = HttpClient.newBuilder().sslContext(trusting(certificate)).build();
        server =
                RunningServer.start(
                        "production",
                        Map.of(
                                "REPARTEE_PROFILE", "production",
                                "REPARTEE_ADMIN_PORT", String.valueOf(adminPort),
                                "REPARTEE_SECRETS_PATH", secrets.toString(),
                                "REPARTEE_TLS_CERTIFICATE", certificate.toString(),
                                "REPARTEE_TLS_KEY", key.toString()));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        var logs = server.data().resolve("logs");
        assertThat(logs.resolve("gc.log")).isNotEmptyFile();
        try (var files = Files.list(logs.resolve("access"))) {
            var lines = Files.readString(files.findFirst().orElseThrow());
            assertThat(lines).contains("\"GET\" \"/v1/models\"").doesNotContain("hidden");
        }
    }

    @Test
    void theDoorSpeaksHttpsWithTheCertificateThatWasGiven() throws Exception {
        assertThat(get("health/ready").statusCode()).isEqualTo(200);
        assertThat(server.output()).contains("Repartee is ready: https://127.0.0.1:");
        assertThat(server.output()).doesNotContain("Boot Command", "SEVERE");
    }

    @Test
    void aSecretComesFromItsFile() throws Exception {
        assertThat(get("v1/models?hidden=1").statusCode()).isEqualTo(401);
        assertThat(get("v1/models?hidden=1", "Cookie", session()).body())
                .contains("\"id\":\"from-a-file\"");
    }

    @Test
    void twoPortsAreOpenOnThisMachineOnly() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ss")), "skipped: there is no ss");
        var ours = "pid=" + server.pid() + ",";
        assertThat(run("ss", "-Hltnp").words().lines().filter(line -> line.contains(ours)))
                .hasSize(2)
                .anyMatch(line -> line.contains("127.0.0.1]:" + server.port()))
                .anyMatch(line -> line.contains("127.0.0.1]:" + adminPort));
    }

    @Test
    void theAdministrationWantsItsPassword() throws Exception {
        var asadmin = asadmin();
        var password = server.data().resolve("admin-password").toString();
        assertThat(server.output())
                .contains(" --port " + adminPort + " --user admin --passwordfile " + password);
        var port = String.valueOf(adminPort);
        var known =
                run(
                        asadmin,
                        "--port",
                        port,
                        "--user",
                        "admin",
                        "--passwordfile",
                        password,
                        "list-applications");
        assertThat(known.words()).contains("repartee");
        assertThat(known.status()).isZero();
        var wrong = Files.writeString(FOLDER.resolve("wrong"), "AS_ADMIN_PASSWORD=\n").toString();
        var unknown =
                run(
                        asadmin,
                        "--port",
                        port,
                        "--user",
                        "admin",
                        "--passwordfile",
                        wrong,
                        "list-applications");
        assertThat(unknown.status()).isNotZero();
        assertThat(unknown.words()).doesNotContain("repartee ");
    }

    private String asadmin() {
        var line =
                server.output().lines().filter(l -> l.startsWith("Administration: ")).findFirst();
        var words = line.orElseThrow().substring("Administration: ".length());
        return words.substring(0, words.indexOf(" --port"));
    }

    /// Of the link that was printed: good for one sign-in.
    private String session() throws Exception {
        var link = Files.readString(server.data().resolve("sign-in-link")).strip();
        var request =
                HttpRequest.newBuilder(uri("api/sign-in/link"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"secret\":\"" + link + "\"}"));
        var answer = client.send(request.build(), BodyHandlers.ofString());
        var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("Secure", "HttpOnly", "SameSite");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private URI uri(String path) {
        return URI.create("https://127.0.0.1:" + server.port() + "/" + path);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static void makeCertificate(Path certificate, Path key) throws Exception {
        var made =
                run(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString());
        assertThat(made.status()).as(made.words()).isZero();
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var file = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "it", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private record Outcome(int status, String words) {}

    private static Outcome run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var words = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), words);
    }
}
