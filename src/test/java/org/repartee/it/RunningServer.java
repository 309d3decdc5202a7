package org.repartee.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The product as people start it: `deploy/repartee run` in a process of its own, on a free port
/// and with a data folder of its own below `target/it`, on the demo model.
///
/// Most tests only talk to a server: they ask for [#address()], and all of them share one that the
/// first starts and the end of the JVM stops. A test that kills, stops or changes its server
/// [starts][#start] one for itself. Everything that a server printed is in its [#output()] and,
/// after the test, in `target/it/NAME.log`.
///
/// With the system properties `repartee.it.address` and `repartee.it.data` the tests talk to a
/// server that runs already on that data folder, which saves its start while one writes them.
final class RunningServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static @Nullable RunningServer shared;

    private final Path script;
    private final Path data;
    private final Path log;
    private final int port;
    private final Map<String, String> environment;
    private @Nullable Process process;
    private Duration startTime = Duration.ZERO;

    private RunningServer(Path script, String name, int port, Map<String, String> environment) {
        this.script = script.toAbsolutePath();
        this.data = Path.of("target", "it", name).toAbsolutePath();
        this.log = data.resolveSibling(name + ".log");
        this.port = port;
        this.environment = environment;
    }

    /// The address of the shared server, which runs when this returns, with a slash at its end.
    static synchronized URI address() {
        var given = System.getProperty("repartee.it.address");
        if (given != null) {
            var running = URI.create(given);
            SignedIn.with(running, Path.of(System.getProperty("repartee.it.data")));
            return running;
        }
        var server = shared;
        if (server == null) {
            server = start("shared", Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            shared = server;
        }
        return server.uri();
    }

    /// Starts a server of the caller's own, ready when this returns.
    ///
    /// @param name of its data folder, which is emptied first
    /// @param environment variables of its own, for example `REPARTEE_ENGINE_MAX_NUM_SEQS`
    static RunningServer start(String name, Map<String, String> environment) {
        return start(name, FreePort.next(), environment);
    }

    /// Starts one on a port that somebody else must know before.
    static RunningServer start(String name, int port, Map<String, String> environment) {
        return start(Path.of("deploy", "repartee"), name, port, environment);
    }

    /// Starts one of another installation: `script` is its `deploy/repartee`.
    static RunningServer start(
            Path script, String name, int port, Map<String, String> environment) {
        var server = new RunningServer(script, name, port, environment);
        server.forget();
        server.start();
        return server;
    }

    /// Starts it again after [#kill()] or [#stop()], on the same port and the same data.
    void start() {
        var begin = System.nanoTime();
        process = launch();
        await("Repartee is ready");
        startTime = Duration.ofNanos(System.nanoTime() - begin);
        if (output().contains("Repartee is ready: http:")) {
            SignedIn.with(uri(), data);
        }
        System.out.printf("%s: ready after %s%n", data.getFileName(), startTime);
    }

    private Process launch() {
        try {
            Files.createDirectories(data);
            var builder = new ProcessBuilder(command()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            return builder.redirectOutput(log.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What it was started with.
    List<String> command() {
        return List.of(
                script.toString(),
                "run",
                "--port",
                String.valueOf(port),
                "--data",
                data.toString());
    }

    private void forget() {
        SignedIn.forget(uri());
        if (!Files.exists(data)) {
            return;
        }
        try (var files = Files.walk(data)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(String words) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!output().contains(words)) {
            if (!running().isAlive() || System.nanoTime() > deadline) {
                running().destroyForcibly();
                throw new IllegalStateException(
                        "no \"%s\" from the server; it printed:%n%s".formatted(words, output()));
            }
            pause();
        }
    }

    /// Ends it as a power failure would: `kill -9`.
    void kill() {
        running().destroyForcibly();
        awaitEnd();
    }

    /// Ends it in order and waits: as Ctrl-C does, or with TERM where this process was told to
    /// ignore interrupts, as scripts tell what they run in the background. Its children then do so,
    /// too.
    ///
    /// @return whether it ended with the exit status that belongs to the signal
    boolean stop() {
        var byInterrupt = !ignoresInterrupts();
        var status = signalAndAwaitEnd(byInterrupt ? "-INT" : "-TERM");
        return status == (byInterrupt ? 130 : 143);
    }

    /// The mask of ignored signals, of which INT is the second.
    private static boolean ignoresInterrupts() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .anyMatch(mask -> (mask & 2) != 0);
        } catch (IOException noProc) {
            return false;
        }
    }

    private int signalAndAwaitEnd(String signal) {
        try {
            new ProcessBuilder("kill", signal, String.valueOf(pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while stopping the server", e);
        }
        return awaitEnd();
    }

    private int awaitEnd() {
        try {
            if (!running().waitFor(60, TimeUnit.SECONDS)) {
                running().destroyForcibly();
                throw new IllegalStateException("the server did not end within 60 s: " + output());
            }
            return running().exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while stopping the server", e);
        }
    }

    /// Stops it in order; it may have ended already.
    @Override
    public void close() {
        if (running().isAlive()) {
            stop();
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    int port() {
        return port;
    }

    /// The process of the server itself: the script becomes it.
    long pid() {
        return running().pid();
    }

    Path data() {
        return data;
    }

    /// From the command to the ready line, for the last start.
    Duration startTime() {
        return startTime;
    }

    /// What it has printed since its last start.
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process running() {
        var running = process;
        if (running == null) {
            throw new IllegalStateException("the server was never started");
        }
        return running;
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for the server", e);
        }
    }
}
