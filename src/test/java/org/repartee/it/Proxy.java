package org.repartee.it;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A real reverse proxy with its example from `deploy/proxies`: only addresses are changed, and TLS
/// is left out.
final class Proxy implements AutoCloseable {

    private static final Path MODULES = Path.of("/usr/lib/apache2/modules");

    /// What the example for httpd tells one to enable, and what Debian enables anyway.
    private static final List<String> HTTPD_MODULES =
            List.of(
                    "mpm_event",
                    "authz_core",
                    "alias",
                    "env",
                    "headers",
                    "proxy",
                    "proxy_http",
                    "proxy_balancer",
                    "lbmethod_byrequests",
                    "slotmem_shm");

    private final int port;
    private final Process process;

    private Proxy(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /// Whether it is installed here.
    static boolean isInstalled(String name) {
        return Files.isExecutable(program(name));
    }

    /// Listens when this returns.
    ///
    /// @param name `nginx`, `httpd`, `haproxy` or `caddy`
    /// @param servers where requests go, one at least
    static Proxy start(String name, URI... servers) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory(Path.of("target"), "proxy-").toAbsolutePath();
        var port = FreePort.next();
        var config = folder.resolve(name);
        var places = Stream.of(servers).map(URI::getAuthority).toList();
        Files.writeString(config, config(name, folder, port, places));
        var builder = new ProcessBuilder(command(name, config)).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        var log = folder.resolve("log");
        var proxy = new Proxy(port, builder.redirectOutput(log.toFile()).start());
        proxy.awaitPort(log);
        SignedIn.also(proxy.uri(), servers[0]);
        return proxy;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private void awaitPort(Path log) throws IOException, InterruptedException {
        var deadline = Instant.now().plusSeconds(30);
        while (true) {
            try (var _ = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                    throw new IOException(Files.readString(log), notYet);
                }
                Thread.sleep(50);
            }
        }
    }

    private static Path program(String name) {
        return switch (name) {
            case "nginx" -> Path.of("/usr/sbin/nginx");
            case "httpd" -> Path.of("/usr/sbin/apache2");
            case "haproxy" -> Path.of("/usr/sbin/haproxy");
            case "caddy" -> Path.of("/usr/bin/caddy");
            default -> throw new IllegalArgumentException("no proxy is called " + name);
        };
    }

    private static List<String> command(String name, Path config) {
        var program = program(name).toString();
        return switch (name) {
            case "nginx" -> List.of(program, "-e", "stderr", "-c", config.toString());
            case "httpd" -> List.of(program, "-D", "FOREGROUND", "-f", config.toString());
            case "haproxy" -> List.of(program, "-db", "-f", config.toString());
            default ->
                    List.of(
                            program,
                            "run",
                            "--adapter",
                            "caddyfile",
                            "--config",
                            config.toString());
        };
    }

    private static String config(String name, Path folder, int port, List<String> places)
            throws IOException {
        var example = Files.readString(Path.of("deploy/proxies", file(name)));
        var place = places.getFirst();
        return switch (name) {
            case "nginx" -> {
                var servers =
                        places.stream()
                                .map(p -> "server " + p + ";")
                                .collect(Collectors.joining("\n"));
                yield "daemon off;\npid %s/pid;\nevents {}\nhttp {\naccess_log off;\n%s}\n"
                        .formatted(
                                folder,
                                example.replace("server 127.0.0.1:8080;", servers)
                                        .replace(
                                                "listen 443 ssl;", "listen 127.0.0.1:" + port + ";")
                                        .replaceAll("(?m)^ *ssl_.*$", ""));
            }
            case "httpd" ->
                    httpdHead(folder, port)
                            + example.replace("*:443", "*:" + port)
                                    .replace("127.0.0.1:8080", place)
                                    .replaceAll("(?m)^ *SSL.*$", "");
            case "haproxy" ->
                    example.replace("127.0.0.1:8080", place)
                            .replaceAll("bind :443 .*", "bind 127.0.0.1:" + port);
            default ->
                    "{\nadmin off\nauto_https off\n}\n"
                            + example.replace("127.0.0.1:8080", place)
                                    .replace("ai.example.org {", ":" + port + " {\nbind 127.0.0.1");
        };
    }

    private static String file(String name) {
        return switch (name) {
            case "haproxy" -> "haproxy.cfg";
            case "caddy" -> "Caddyfile";
            default -> name + ".conf";
        };
    }

    private static String httpdHead(Path folder, int port) {
        var modules =
                HTTPD_MODULES.stream()
                        .map(module ->
                                "LoadModule %s_module %s/mod_%s.so"
                                        .formatted(module, MODULES, module))
                        .collect(Collectors.joining("\n"));
        return """
        ServerRoot %s
        ServerName localhost
        PidFile pid
        DefaultRuntimeDir .
        ErrorLog error.log
        Listen 127.0.0.1:%d
        User nobody
        Group nogroup
        %s
        """
                .formatted(folder, port, modules);
    }
}
