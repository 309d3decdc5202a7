package org.repartee.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What this machine is, as far as it tells.
public final class Machine {

    private static final int PATIENCE_SECONDS = 20;

    private Machine() {}

    /// Processor, number of cores that this process may use, memory and system.
    static String processor() {
        var name = field(Path.of("/proc/cpuinfo"), "model name").orElse("unnamed processor");
        var memory =
                field(Path.of("/proc/meminfo"), "MemTotal")
                        .map(Machine::kilobytes)
                        .map(kilobytes -> ", %d GB".formatted(Math.round(kilobytes / 1048576.0)))
                        .orElse("");
        return "%s, %d cores%s, %s %s"
                .formatted(
                        name,
                        Runtime.getRuntime().availableProcessors(),
                        memory,
                        System.getProperty("os.name"),
                        System.getProperty("os.version"));
    }

    /// Name, memory and driver of the NVIDIA GPUs, if there are any.
    static Optional<String> gpu() {
        return nvidia("name,memory.total,driver_version");
    }

    /// Device memory in use by all processes, in words, if there is an NVIDIA GPU.
    public static Optional<String> deviceMemory() {
        return nvidia("memory.used,memory.total");
    }

    /// The most memory that this process has had resident, in bytes; absent where the system does
    /// not tell.
    public static OptionalLong peakMemory() {
        return field(Path.of("/proc/self/status"), "VmHWM")
                .map(value -> OptionalLong.of(kilobytes(value) * 1024))
                .orElse(OptionalLong.empty());
    }

    private static long kilobytes(String value) {
        return Long.parseLong(value.replaceAll("\\D", ""));
    }

    /// The value of the first line `name : value` of a file.
    private static Optional<String> field(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // not Linux
        }
    }

    private static Optional<String> nvidia(String query) {
        try {
            var process =
                    new ProcessBuilder(
                                    "nvidia-smi", "--query-gpu=" + query, "--format=csv,noheader")
                            .redirectErrorStream(true)
                            .start();
            var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var done = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return done && process.exitValue() == 0
                    ? Optional.of(String.join("; ", words.strip().lines().toList()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no NVIDIA driver here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
