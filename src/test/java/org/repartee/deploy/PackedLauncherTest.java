package org.repartee.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.repartee.deploy.LauncherTest.assertFault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script in a folder that `pack` has written, where neither Maven nor a compiler is.
class PackedLauncherTest {

    @TempDir Path folder;
    private final Path data;
    private Path runtime;

    PackedLauncherTest(@TempDir Path data, @TempDir Path jres) {
        this.data = data;
        this.runtime = jres;
    }

    @BeforeEach
    void aRuntimeIsThere() throws IOException {
        runtime = Launcher.pretendJdk(runtime.resolve("jre"), "25.0.3");
        Files.delete(runtime.resolve("bin/javac"));
    }

    @Test
    void packingOverwritesOnlyWhatWasPacked() throws Exception {
        var outcome = launcher(Map.of()).run("pack", folder.toString());
        assertFault(outcome, folder + " exists and is no packed Repartee", "another folder");
    }

    @Test
    void whatIsPackedNeedsNoCompilerButLibraries() throws Exception {
        var script = packed();
        assertFault(
                launcher(Map.of()).run(script, folder, "generate"),
                "holds no native libraries",
                "JAVA_OPTS to -Donnxruntime.native.path=FOLDER");
        Launcher.executable(runtime.resolve("bin/java"), "echo java \"$@\"");
        var libraries = Map.of("JAVA_OPTS", "-Donnxruntime.native.path=/opt/lib -Xmx9g");
        var outcome = launcher(libraries).run(script, folder, "generate", "--model", "m");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.words())
                .startsWith("java ")
                .contains(" -Donnxruntime.native.path=/opt/lib -Xmx9g -cp ")
                .contains("/packed/app/WEB-INF/classes:")
                .endsWith(" org.repartee.cli.Main generate --model m\n");
    }

    @Test
    void whatIsPackedTakesPayaraFromElsewhere() throws Exception {
        var script = packed();
        var environment = new HashMap<String, String>();
        environment.put("JAVA_OPTS", "-Donnxruntime.native.path=/opt/lib");
        environment.put("REPARTEE_CACHE", folder.resolve("cache").toString());
        String[] run = {"run", "--data", data.toString(), "--port", "22079"};
        assertFault(launcher(environment).run(script, folder, run), "REPARTEE_PAYARA");
        environment.put("REPARTEE_PAYARA", folder.resolve("nowhere").toString());
        assertFault(
                launcher(environment).run(script, folder, run),
                folder.resolve("nowhere") + " has no bin/asadmin",
                "payara6");
    }

    @Test
    void whatIsPackedIsNotTestedOrPackedAgain() throws Exception {
        var script = packed();
        assertFault(
                launcher(Map.of()).run(script, folder, "test"),
                "cannot build its tests",
                "checkout");
        assertFault(
                launcher(Map.of()).run(script, folder, "pack", "x"), "packed already", "checkout");
    }

    /// The script in a folder that looks packed.
    private Path packed() throws IOException {
        var packed = folder.resolve("packed");
        Files.createDirectories(packed.resolve("app/WEB-INF"));
        Files.createDirectories(packed.resolve("lib"));
        Files.createDirectories(packed.resolve("deploy/lib"));
        for (var file : List.of("repartee", "lib")) {
            try (var files = Files.walk(Path.of("deploy", file))) {
                for (var each : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(each, packed.resolve(each));
                }
            }
        }
        return packed.resolve("deploy/repartee");
    }

    private Launcher launcher(Map<String, String> more) throws IOException {
        var environment = new HashMap<>(more);
        environment.put("JAVA_HOME", runtime.toString());
        return new Launcher(Files.createTempDirectory(folder, "bin"), environment);
    }
}
