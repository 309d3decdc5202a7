package org.repartee.it;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A server's life: started in a folder whose name has a space, guarded, given a new WAR, refused a
/// damaged model.
class ServerIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static RunningServer server = RunningServer.start("a server", Map.of());

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void servesThePageAndIsReady() throws Exception {
        assertThat(get("").statusCode()).isEqualTo(200);
        assertThat(get("").headers().firstValue("content-type").orElse("")).startsWith("text/html");
        assertThat(get("health/ready").body()).contains("\"status\":\"UP\"");
        assertThat(server.output())
                .contains("INFO    serving repartee-demo", "Repartee is ready: " + server.uri());
    }

    @Test
    void tellsNobodyWhichServerItIs() throws Exception {
        var headers = get("").headers().map().keySet();
        assertThat(headers).doesNotContain("server", "x-powered-by");
    }

    @Test
    void isReachedFromThisMachineOnly() throws Exception {
        var other =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(address -> address instanceof Inet4Address)
                        .filter(address -> !address.isLoopbackAddress())
                        .findFirst();
        assumeTrue(other.isPresent(), "skipped: this machine has the loopback address only");
        try (var socket = new Socket()) {
            var door = new InetSocketAddress(other.orElseThrow(), server.port());
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> socket.connect(door, 2000));
        }
    }

    @Test
    void opensOnePort() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ss")), "skipped: there is no ss");
        var sockets = run("ss", "-Hltnp");
        var ours = "pid=" + server.pid() + ",";
        assertThat(sockets.lines().filter(line -> line.contains(ours)))
                .singleElement()
                .asString()
                .contains("127.0.0.1]:" + server.port());
    }

    @Test
    void aSecondRunOnTheSameDataIsRefused() throws Exception {
        var second = new ProcessBuilder(server.command()).redirectErrorStream(true).start();
        var words = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(words.lines())
                .singleElement()
                .asString()
                .contains("the data folder " + server.data(), "process " + server.pid(), "--data");
    }

    @Test
    void aNewWarIsServedByTheSameProcess() throws Exception {
        var pid = server.pid();
        var app = server.data().resolve("app");
        var domain = server.data().resolve("domain/repartee/config/domain.xml");
        var before = deploymentTime(domain);
        Files.writeString(app.resolve("new-in-this-war.txt"), "new");

        Files.writeString(app.resolve(".reload"), "");
        Files.setLastModifiedTime(app.resolve(".reload"), FileTime.from(Instant.now()));

        await(() -> !deploymentTime(domain).equals(before) && isReady());
        assertThat(get("new-in-this-war.txt").body()).isEqualTo("new");
        assertThat(server.pid()).isEqualTo(pid);
        assertThat(copiesOfOnnxRuntime(pid)).isEqualTo(1);
        assertThat(server.output()).doesNotContain("UnsatisfiedLinkError", "SEVERE");
        var question =
                """
                {"model":"repartee-demo","messages":[{"role":"user","content":"Hello!"}]}
                """;
        var answer =
                Http.send(
                        server.uri(),
                        "POST",
                        "/v1/chat/completions",
                        question,
                        "Content-Type",
                        "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void aDamagedModelEndsTheStartWithItsName() throws Exception {
        var damaged = Files.createDirectories(Path.of("target", "it", "damaged model"));
        try (var files = Files.list(demoModel())) {
            for (var file : files.toList()) {
                Files.copy(file, damaged.resolve(file.getFileName()), REPLACE_EXISTING);
            }
        }
        var weights = damaged.resolve("model.onnx.data").toAbsolutePath();
        var half = Files.size(weights) / 2;
        try (var channel = FileChannel.open(weights, WRITE)) {
            channel.truncate(half);
        }
        var start = startOn(damaged);
        var words = new String(start.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(start.waitFor()).isNotZero();
        assertThat(words)
                .contains(weights + " is damaged", "it has " + half, "deploy/repartee export")
                .contains("repartee: the model could not be loaded, for the reason above")
                .doesNotContain("\tat ", "is ready");
    }

    private static Path demoModel() {
        var cache = Optional.ofNullable(System.getenv("REPARTEE_CACHE")).orElse(".repartee");
        return Path.of(cache, "models", "demo-cpu");
    }

    private static Process startOn(Path model) throws IOException {
        var command = new ArrayList<>(server.command());
        command.set(command.indexOf("--port") + 1, String.valueOf(FreePort.next()));
        command.set(command.indexOf("--data") + 1, server.data() + ", damaged");
        command.addAll(List.of("--model", model.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return Http.get(server.uri(), "/" + path);
    }

    private static boolean isReady() throws Exception {
        return get("health/ready").statusCode() == 200;
    }

    private static String deploymentTime(Path domain) throws IOException {
        var time = Pattern.compile("time-deployed=\"(\\d+)\"").matcher(Files.readString(domain));
        return time.find() ? time.group(1) : "";
    }

    /// Every copy of the class loads a copy of the library under another name.
    private static long copiesOfOnnxRuntime(long pid) throws IOException {
        var maps = Path.of("/proc", String.valueOf(pid), "maps");
        assumeTrue(Files.isReadable(maps), "skipped: there is no /proc");
        try (var lines = Files.lines(maps)) {
            return lines.filter(line -> line.endsWith("/libonnxruntime.so"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .distinct()
                    .count();
        }
    }

    private static String run(String... command) throws Exception {
        var process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        var deadline = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            assertThat(Instant.now()).as("patience").isBefore(deadline);
            Thread.sleep(200);
        }
    }
}
