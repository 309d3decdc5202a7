package org.repartee.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.repartee.deploy.Launcher.Outcome;

/// `doctor` on machines that are right, and on machines with one fault each. What this machine
/// lacks is pretended on the search path.
class DoctorTest {

    private static final String GPU = "echo 'NVIDIA H100 80GB HBM3, 580.159.04, 9.0, 81559, 4'";

    @TempDir Path folder;
    private Path bin;
    private Launcher launcher;
    private final Map<String, String> environment = new HashMap<>();

    DoctorTest(@TempDir Path bin) throws IOException {
        this.bin = Files.createDirectory(bin.resolve("bin"));
        this.launcher = new Launcher(this.bin, environment);
    }

    @BeforeEach
    void aGpuHostThatIsRight() throws IOException {
        Launcher.pretendJdk(folder.resolve("jdks/jdk-25"), "25.0.3");
        Launcher.executable(folder.resolve("payara6/bin/asadmin"), "exit 0");
        model("cuda");
        launcher.pretend("nvidia-smi", GPU);
        launcher.pretend("timedatectl", "echo yes");
        launcher.pretend("ldconfig", "echo");
        launcher.pretend("df", "echo header; echo /dev/x 9000000 1 8000000 1% /");
        var cuda = Files.createDirectories(folder.resolve("cuda"));
        for (var library :
                List.of("cudart.so.12", "cublas.so.12", "cublasLt.so.12", "curand.so.10")) {
            Files.createFile(cuda.resolve("lib" + library));
        }
        environment.put("REPARTEE_JDKS", folder.resolve("jdks").toString());
        environment.put("REPARTEE_PAYARA", folder.resolve("payara6").toString());
        environment.put("REPARTEE_MODEL_PATH", folder.resolve("model").toString());
        environment.put("REPARTEE_DATA_PATH", folder.resolve("data").toString());
        environment.put("REPARTEE_CACHE", folder.resolve("cache").toString());
        environment.put("REPARTEE_MEMINFO", meminfo(64_000_000).toString());
        environment.put("REPARTEE_HTTP_PORT", "22081");
        environment.put("REPARTEE_PROFILE", "production");
        environment.put("LD_LIBRARY_PATH", "/nowhere:" + cuda);
    }

    @Test
    void aMachineThatIsRightIsSaidToBeRightOnOneScreen() throws Exception {
        var outcome = launcher.run("doctor");
        assertThat(outcome.words())
                .contains("profile production, for cuda")
                .containsPattern("ok +Java +25.0.3 in " + folder)
                .containsPattern("ok +model .* for cuda")
                .containsPattern("ok +GPU +NVIDIAH10080GBHBM3, compute capability 9.0")
                .containsPattern("ok +driver +580.159.04")
                .containsPattern("ok +GPU memory 81555 MiB of 81559 free")
                .containsPattern("ok +CUDA ")
                .containsPattern("ok +memory +62500 MB available")
                .containsPattern("ok +disk +7812 MB free")
                .containsPattern("ok +port +22081 of 127.0.0.1 is free")
                .containsPattern("- +database +embedded")
                .containsPattern("ok +clock .* synchronised")
                .endsWith("Nothing is wrong.\n");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.words().lines().count()).isLessThan(24);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nvidia-smi | echo no devices; exit 6 | GPU | nvidia-smi says: no devices | restart",
                "nvidia-smi | echo 'V100, 580.1, 7.0, 32000, 1' | GPU | compute capability 7.0, and 8.0 is needed | A100",
                "nvidia-smi | echo 'L4, 470.82.01, 8.9, 23034, 1' | driver | 470.82.01 is older than CUDA 12.3 | 545 or newer",
                "nvidia-smi | echo 'L4, 580.1, 8.9, 23034, 22900' | GPU memory | 134 MiB of 23034 are free | --experts int4",
                "timedatectl | echo no | clock | not synchronised | set-ntp true",
                "df | echo header; echo /dev/x 9000000 1 1024 1% / | disk | 1 MB are free | --data",
            })
    void oneFaultIsNamedWithTheWayOut(
            String tool, String script, String what, String finding, String wayOut)
            throws Exception {
        launcher.pretend(tool, script);
        assertWrong(launcher.run("doctor"), what, finding, wayOut);
    }

    @Test
    void aMissingDriverIsNamed() throws Exception {
        Files.delete(bin.resolve("nvidia-smi"));
        assertWrong(launcher.run("doctor"), "GPU", "no nvidia-smi on the PATH", "apt-get install");
    }

    @Test
    void aMissingCudaLibraryIsNamed() throws Exception {
        Files.delete(folder.resolve("cuda/libcurand.so.10"));
        var outcome = launcher.run("doctor");
        assertWrong(outcome, "CUDA", "by ldconfig: libcurand.so.10", "LD_LIBRARY_PATH");
        launcher.pretend("ldconfig", "echo '\tlibcurand.so.10 (libc6,x86-64) => /usr/lib/x'");
        assertThat(launcher.run("doctor").status()).isZero();
    }

    @Test
    void aMissingJavaIsNamed() throws Exception {
        environment.put("REPARTEE_JDKS", folder.resolve("none").toString());
        assertWrong(launcher.run("doctor"), "Java", "no Java 25", "adoptium");
    }

    @Test
    void aMissingPayaraIsNamed() throws Exception {
        environment.put("REPARTEE_PAYARA", folder.resolve("none").toString());
        assertWrong(launcher.run("doctor"), "Payara", folder + "/none", "REPARTEE_PAYARA");
    }

    @Test
    void aDamagedModelIsNamed() throws Exception {
        Files.delete(folder.resolve("model/model.onnx.data"));
        assertWrong(launcher.run("doctor"), "model", "model.onnx.data is missing", "export");
    }

    @Test
    void tooLittleMemoryForAModelOnTheCpuIsNamed() throws Exception {
        model("cpu");
        environment.put("REPARTEE_MEMINFO", meminfo(1_000_000).toString());
        var outcome = launcher.run("doctor");
        assertWrong(outcome, "memory", "976 MB are available", "machine with more memory");
        assertThat(outcome.words()).containsPattern("- +GPU +not used");
    }

    @Test
    void whatListensOnThePortIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = String.valueOf(taken.getLocalPort());
            var outcome = launcher.run("doctor", "--port", port);
            assertWrong(outcome, "port", port + " is taken", "--port");
        }
    }

    @Test
    void aDatabaseAndAProviderAreAskedAtTheirAddress() throws Exception {
        try (var there = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            var place = "127.0.0.1:" + there.getLocalPort();
            environment.put("REPARTEE_DATABASE_URL", "jdbc:postgresql://" + place + "/repartee");
            environment.put("REPARTEE_OIDC_ISSUER", "https://" + place + "/realms/house");
            var outcome = launcher.run("doctor");
            assertThat(outcome.words())
                    .containsPattern("ok +database +127.0.0.1 answers on port ")
                    .containsPattern("ok +sign-on +127.0.0.1 answers on port ");
            assertThat(outcome.status()).isZero();
        }
        assertThat(launcher.run("doctor").words())
                .containsPattern("WRONG +database +127.0.0.1 does not answer on port ")
                .containsPattern("WRONG +sign-on +127.0.0.1 does not answer on port ")
                .contains("mend REPARTEE_DATABASE_URL", "mend REPARTEE_OIDC_ISSUER", "Wrong: 2.");
    }

    @Test
    void settingsComeFromTheServicesFile() throws Exception {
        var file = folder.resolve("repartee.env");
        Files.writeString(file, "# a comment\n\nREPARTEE_PROFILE=laptop\nREPARTEE_HTTP_PORT=22082");
        var outcome = launcher.run("doctor", "--environment", file.toString());
        assertThat(outcome.words()).contains("profile laptop", "22082 of 127.0.0.1 is free");
        Files.writeString(file, "export A=b\n");
        LauncherTest.assertFault(
                launcher.run("doctor", "--environment", file.toString()),
                "must be NAME=value, got export A=b");
    }

    private static void assertWrong(Outcome outcome, String what, String finding, String wayOut) {
        assertThat(outcome.status()).as(outcome.words()).isEqualTo(1);
        assertThat(outcome.words())
                .containsPattern("WRONG +" + what + " +.*" + Pattern.quote(finding))
                .containsPattern("-> .*" + Pattern.quote(wayOut))
                .contains("Wrong: 1.");
    }

    private void model(String device) throws IOException {
        var model = Files.createDirectories(folder.resolve("model"));
        Files.writeString(model.resolve("geometry.json"), "{\"device\": \"" + device + "\"}");
        Files.writeString(model.resolve("model.onnx"), "x");
        Files.writeString(model.resolve("model.onnx.data"), "x");
    }

    private Path meminfo(int kilobytes) throws IOException {
        return Files.writeString(
                folder.resolve("meminfo"), "MemAvailable:   " + kilobytes + " kB\n");
    }
}
