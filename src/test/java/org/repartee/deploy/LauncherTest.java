package org.repartee.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.repartee.deploy.Launcher.Outcome;

/// Every fault is one sentence that names the thing, the rule and the way out, before anything is
/// started.
class LauncherTest {

    @TempDir Path folder;
    private Path jdks;
    private Path data;

    LauncherTest(@TempDir Path jdks, @TempDir Path data) {
        this.jdks = jdks;
        this.data = data;
    }

    @BeforeEach
    void aJdkIsInstalled() throws IOException {
        Launcher.pretendJdk(jdks.resolve("jdk-25"), "25.0.3");
    }

    @Test
    void helpNamesEveryCommand() throws Exception {
        var help = launcher().run("help");
        assertThat(help.status()).isZero();
        assertThat(help.words())
                .contains(
                        "run", "test", "export", "generate", "bench", "pack", "kernels", "JDK 25");
        assertThat(launcher().run("run", "--help").words()).contains("--port", "--model", "--data");
    }

    @Test
    void worksThroughALinkFromAnotherFolder() throws Exception {
        var link = folder.resolve("link");
        Files.createSymbolicLink(link, Path.of("deploy", "repartee").toAbsolutePath());
        var nested = Files.createSymbolicLink(folder.resolve("nested"), Path.of("link"));
        assertThat(launcher().run(nested, folder, "help").status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "99999999999", "80a", "-1", "", "080x"})
    void aPortIsANumberFromOneTo65535(String port) throws Exception {
        assertFault(launcher().run("run", "--port", port), "--port");
    }

    @ParameterizedTest
    @CsvSource({
        "frobnicate, there is no command frobnicate",
        "run --frob, run does not know the option --frob",
        "run --model, option --model needs a value",
        "run --device gpu, '--device must be cpu or cuda, got gpu'",
        "test --fast, test does not know the option --fast",
        "pack --fast, pack does not know the option --fast",
        "pack, pack needs the folder to write",
        "test-gpu, test-gpu runs in a folder that deploy/repartee pack DIR --tests has written",
    })
    void unknownWordsAreNamed(String words, String complaint) throws Exception {
        assertFault(launcher().run(words.split(" ", -1)), complaint);
    }

    @Test
    void anOldJdkIsNoJdk() throws Exception {
        var old = Launcher.pretendJdk(folder.resolve("old/jdk-21"), "21.0.9");
        var environment =
                Map.of(
                        "REPARTEE_JDKS",
                        old.resolveSibling("").toString(),
                        "JAVA_HOME",
                        old.toString());
        var launcher = new Launcher(Files.createDirectory(folder.resolve("bin")), environment);
        assertFault(launcher.run("run"), "no JDK 25 or newer", "JAVA_HOME", "https://adoptium.net");
    }

    @Test
    void aNewJdkInTheUsualPlacesIsPreferredToAnOldJavaHome() throws Exception {
        var old = Launcher.pretendJdk(folder.resolve("jdk-17"), "17.0.15");
        var launcher = launcher(Map.of("JAVA_HOME", old.toString(), "CHROMIUM", "/bin/true"));
        launcher.pretend("mvn", "echo maven on $JAVA_HOME: $*");
        var outcome = launcher.run("test");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.words()).contains("maven on " + jdks.resolve("jdk-25") + ": -B verify");
    }

    @Test
    void withoutABrowserItSaysAtTheEndWhatItSkipped() throws Exception {
        var launcher = launcher();
        launcher.pretend("mvn", "echo All tests passed");
        launcher.pretend("id", "echo 1000");
        var outcome = launcher.run("test");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.words().lines().toList().getLast())
                .startsWith("Skipped: browser tests.")
                .contains("CHROMIUM", "as root on Debian");
    }

    @Test
    void aFailedDownloadIsTriedOnceMore() throws Exception {
        var launcher = launcher(Map.of("CHROMIUM", "/bin/true"));
        launcher.pretend(
                "mvn", "echo '[ERROR] Could not transfer artifact a:b'; echo args $*; exit 1");
        var outcome = launcher.run("test");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.words().lines().filter(line -> line.startsWith("args ")))
                .containsExactly("args -B verify", "args -B -U verify");
    }

    @Test
    void aFailedTestIsNotTriedAgain() throws Exception {
        var launcher = launcher(Map.of("CHROMIUM", "/bin/true"));
        launcher.pretend("mvn", "echo '[ERROR] MyIT.test » Socket Connection reset'; exit 1");
        var outcome = launcher.run("test");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.words().lines())
                .containsExactly("[ERROR] MyIT.test » Socket Connection reset");
    }

    @Test
    void withoutMavenItSaysSo() throws Exception {
        assertFault(launcher().run("test"), "no mvn on the PATH", "install Maven");
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = String.valueOf(taken.getLocalPort());
            var outcome = launcher().run("run", "--data", data.toString(), "--port", port);
            assertFault(outcome, "port " + port + " is taken", "--port");
        }
    }

    @Test
    void aMissingModelFolderIsNamed() throws Exception {
        var missing = folder.resolve("missing").toString();
        var outcome = run("--model", missing);
        assertFault(outcome, "model folder " + missing + " does not exist", "export");
    }

    @ParameterizedTest
    @ValueSource(strings = {"geometry.json", "model.onnx", "model.onnx.data"})
    void aDamagedModelFolderIsNamed(String missing) throws Exception {
        var model = Files.createDirectory(folder.resolve("model"));
        for (var file : List.of("geometry.json", "model.onnx", "model.onnx.data")) {
            Files.writeString(model.resolve(file), file.equals(missing) ? "" : "x");
        }
        var outcome = run("--model", model.toString());
        assertFault(outcome, model + " is damaged: " + missing + " is missing or empty", "export");
    }

    @Test
    void aDataFolderThatCannotBeWrittenIsNamed() throws Exception {
        var file = Files.createFile(folder.resolve("file"));
        var outcome = launcher().run("run", "--data", file + "/data", "--port", "22079");
        assertFault(outcome, file + "/data cannot be written", "--data");
    }

    @Test
    void aFullDiskIsNamed() throws Exception {
        var launcher = launcher(Map.of());
        launcher.pretend("df", "echo header; echo /dev/x 1000000 998976 1024 99% /");
        var outcome = launcher.run("run", "--data", data.toString(), "--port", "22079");
        assertFault(outcome, "disk of the data folder " + data, "MB are needed", "1 MB are free");
    }

    private Outcome run(String... options) throws Exception {
        var words = new ArrayList<>(List.of("run", "--data", data.toString()));
        words.addAll(List.of("--port", "22079"));
        words.addAll(List.of(options));
        return launcher().run(words.toArray(String[]::new));
    }

    private Launcher launcher() throws IOException {
        return launcher(Map.of());
    }

    private Launcher launcher(Map<String, String> more) throws IOException {
        var environment = new HashMap<>(more);
        environment.put("REPARTEE_JDKS", jdks.toString());
        return new Launcher(Files.createTempDirectory(folder, "bin"), environment);
    }

    static void assertFault(Outcome outcome, String... words) {
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.words().lines())
                .singleElement()
                .asString()
                .startsWith("repartee: ")
                .endsWith(".")
                .contains(words);
    }
}
