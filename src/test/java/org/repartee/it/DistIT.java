package org.repartee.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The archive of `deploy/repartee dist`: unpacked, it runs where neither Maven nor Java is.
@Timeout(600)
class DistIT {

    private static final Path FOLDER = Path.of("target", "it", "dist").toAbsolutePath();

    @Test
    void theArchiveRunsOnItsOwn() throws Exception {
        forget();
        var archive = FOLDER.resolve("repartee.tar.gz");
        run("deploy/repartee", "dist", archive.toString(), "--device", "cpu");
        run("tar", "-C", FOLDER.toString(), "-xzf", archive.toString());
        var unpacked = only(FOLDER, "repartee-");
        assertThat(unpacked.resolve("VERSION")).exists();
        assertThat(unpacked.resolve("deploy/install")).isExecutable();
        var before = files(unpacked);

        var environment =
                Map.of(
                        "REPARTEE_JDKS",
                        "/nowhere",
                        "JAVA_HOME",
                        "",
                        "PATH",
                        tools().toString(),
                        "REPARTEE_CACHE",
                        FOLDER.resolve("cache").toString());
        try (var server =
                RunningServer.start(
                        unpacked.resolve("deploy/repartee"),
                        "dist data",
                        FreePort.next(),
                        environment)) {
            assertThat(Http.get(server.uri(), "/health/ready").statusCode()).isEqualTo(200);
            assertThat(Http.model(server.uri())).isEqualTo("repartee-demo");
            var java = Path.of("/proc", String.valueOf(server.pid()), "exe").toRealPath();
            assertThat(java).isEqualTo(unpacked.resolve("java/bin/java"));
            assertThat(Files.readString(Path.of("/proc", String.valueOf(server.pid()), "maps")))
                    .contains(unpacked + "/native/libonnxruntime.so");
        }
        // It may lie where its user cannot write.
        assertThat(files(unpacked)).isEqualTo(before);
    }

    /// A search path without Maven and Java.
    private static Path tools() throws IOException {
        var tools = Files.createDirectories(FOLDER.resolve("bin"));
        for (var folder : List.of("/usr/bin", "/bin")) {
            try (var found = Files.list(Path.of(folder))) {
                for (var tool : found.toList()) {
                    var name = tool.getFileName().toString();
                    var link = tools.resolve(name);
                    if (!List.of("mvn", "java", "javac", "jar").contains(name)
                            && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                        Files.createSymbolicLink(link, tool);
                    }
                }
            }
        }
        return tools;
    }

    private static Path only(Path folder, String prefix) throws IOException {
        try (var found = Files.list(folder)) {
            return found.filter(Files::isDirectory)
                    .filter(path -> path.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static TreeSet<String> files(Path folder) throws IOException {
        try (var found = Files.walk(folder)) {
            var names = new TreeSet<String>();
            found.forEach(path -> names.add(path.toString()));
            return names;
        }
    }

    private static void run(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var words = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(words).isZero();
    }

    private static void forget() throws IOException {
        Files.createDirectories(FOLDER);
        try (var files = Files.walk(FOLDER)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.createDirectories(FOLDER);
    }
}
