package org.repartee.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The page's files, read once. All of them together have one version: a path that names it may be
/// kept for ever, because a changed file changes it.
final class Assets {

    private static final String ROOT = "/assets/";
    private static final int VERSION_BYTES = 8;

    /// Loaded when an answer needs them, so the page does not ask for them in advance.
    private static final Set<String> LATER =
            Set.of("early.js", "lib/purify.min.js", "lib/highlight.min.js", "lib/katex.min.js");

    private final SortedMap<String, Asset> files;
    private final String version;
    private final Asset page;

    private Assets(SortedMap<String, Asset> files, byte[] template) {
        this.files = files;
        this.version = version(files.values());
        this.page = Asset.of("index.html", page(new String(template, UTF_8)).getBytes(UTF_8));
    }

    static Assets of(ServletContext context) {
        var files = new TreeMap<String, Asset>();
        collect(context, ROOT, files);
        return new Assets(files, read(context, "/WEB-INF/page.html"));
    }

    /// The file at a path below `/assets/`.
    Optional<Asset> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /// `index.html`, which names the other files by their version.
    Asset page() {
        return page;
    }

    String version() {
        return version;
    }

    private String page(String template) {
        var preloads =
                files.keySet().stream()
                        .filter(path -> path.endsWith(".js") && !LATER.contains(path))
                        .map("  <link rel=\"modulepreload\" href=\"assets/%s\">"::formatted)
                        .collect(Collectors.joining("\n"));
        return template.replace("  <!-- modules -->", preloads)
                .replace("\"assets/", "\"assets/" + version + "/");
    }

    private static void collect(ServletContext context, String folder, Map<String, Asset> into) {
        for (var path : Optional.ofNullable(context.getResourcePaths(folder)).orElse(Set.of())) {
            if (path.endsWith("/")) {
                collect(context, path, into);
            } else {
                into.put(path.substring(ROOT.length()), Asset.of(path, read(context, path)));
            }
        }
    }

    private static byte[] read(ServletContext context, String path) {
        try (var in = context.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the WAR lacks " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version(Collection<Asset> files) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            files.forEach(file -> digest.update(file.plain()));
            return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
