package org.repartee.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Runs `deploy/repartee` with a search path that a test chose: the tools of the system that it
/// names, before them the pretended ones.
final class Launcher {

    private static final List<String> TOOLS =
            List.of(
                    "awk",
                    "bash",
                    "basename",
                    "cat",
                    "cksum",
                    "cp",
                    "cut",
                    "date",
                    "du",
                    "uname",
                    "touch",
                    "df",
                    "dirname",
                    "find",
                    "grep",
                    "head",
                    "id",
                    "mkdir",
                    "mv",
                    "readlink",
                    "rm",
                    "sed",
                    "sleep",
                    "sort",
                    "ss",
                    "tail",
                    "tee",
                    "timeout",
                    "tr",
                    "xargs",
                    "chmod",
                    "ln",
                    "tar",
                    "gzip");

    private final Path bin;
    private final Map<String, String> environment;

    /// @param bin empty folder that becomes the search path
    Launcher(Path bin, Map<String, String> environment) throws IOException {
        this.bin = bin;
        this.environment = environment;
        for (var tool : TOOLS) {
            var real =
                    Stream.of("/bin", "/usr/bin", "/usr/sbin")
                            .map(folder -> Path.of(folder, tool))
                            .filter(Files::isExecutable)
                            .findFirst();
            if (real.isPresent()) {
                executable(bin.resolve(tool), "exec " + real.get() + " \"$@\"");
            }
        }
    }

    /// Puts a pretended tool before the system's.
    void pretend(String tool, String script) throws IOException {
        Files.deleteIfExists(bin.resolve(tool));
        executable(bin.resolve(tool), script);
    }

    static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + file);
        }
    }

    /// A folder that looks like a JDK of a version.
    static Path pretendJdk(Path folder, String version) throws IOException {
        executable(folder.resolve("bin/java"), "exit 0");
        executable(folder.resolve("bin/javac"), "exit 0");
        Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return folder;
    }

    Outcome run(String... arguments) throws Exception {
        return run(Path.of("deploy", "repartee").toAbsolutePath(), Path.of("."), arguments);
    }

    Outcome run(Path script, Path folder, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("/bin/bash", script.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("HOME", bin.toString());
        builder.environment().put("PATH", bin.toString());
        builder.environment().putAll(environment);
        var process = builder.redirectErrorStream(true).start();
        var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), words);
    }

    /// @param status exit status
    /// @param words standard output and standard error
    record Outcome(int status, String words) {}
}
