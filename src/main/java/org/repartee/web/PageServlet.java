package org.repartee.web;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The page and its files. Paths that name their version are kept by the browser for a year, all
/// others are asked for again.
@WebServlet(
        urlPatterns = {"", "/index.html", "/assets/*"},
        loadOnStartup = 1)
public final class PageServlet extends HttpServlet {

    private static final String IMMUTABLE = "public, max-age=31536000, immutable";

    @SuppressWarnings("NullAway.Init") // by the container
    private transient Assets assets;

    @Override
    public void init() {
        assets = Assets.of(getServletContext());
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var path = Optional.ofNullable(request.getPathInfo()).orElse("/");
        if (!request.getServletPath().equals("/assets")) {
            send(assets.page(), request, response);
            return;
        }
        var versioned = "/" + assets.version() + "/";
        var current = path.startsWith(versioned);
        // A page that was opened before the server changed asks for files of its old version.
        var name =
                current
                        ? path.substring(versioned.length())
                        : path.replaceFirst("^/([0-9a-f]{16}/)?", "");
        var file = assets.file(name);
        if (file.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        if (current) {
            response.setHeader("Cache-Control", IMMUTABLE);
        }
        send(file.get(), request, response);
    }

    private void send(Asset asset, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var tag = "\"" + assets.version() + "\"";
        response.setHeader("ETag", tag);
        response.setHeader("Vary", "Accept-Encoding");
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(asset.type());
        var compressed =
                asset.compressed().filter(_ -> takesGzip(request.getHeader("Accept-Encoding")));
        if (compressed.isPresent()) {
            response.setHeader("Content-Encoding", "gzip");
        }
        var body = compressed.orElse(asset.plain());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static boolean takesGzip(@Nullable String accepted) {
        return accepted != null && accepted.contains("gzip");
    }
}
