package org.repartee.web;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.repartee.chat.Arrival;
import org.repartee.chat.Chat;

/// Every request comes in here: it gets its id, its answer gets the security headers, and what may
/// come from a foreign web page is turned away.
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public final class FrontDoor implements Filter {

    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
                            + " object-src 'none'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "X-Frame-Options",
                    "DENY",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cross-Origin-Opener-Policy",
                    "same-origin",
                    "Cross-Origin-Resource-Policy",
                    "same-origin");

    private static final String ARRIVAL = Arrival.class.getName();

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");

    /// Where questions come in, and what kind of client asks there.
    private static final Map<String, String> QUESTIONS =
            Map.of("/v1/chat/completions", "api", "/ws/chat", "page");

    private final HostRules rules;
    private final Chat chat;

    @Inject
    FrontDoor(HttpConfig config, Chat chat) {
        this.rules = new HostRules(config.allowedHosts(), config.allowedOrigins());
        this.chat = chat;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var in = (HttpServletRequest) request;
        var out = (HttpServletResponse) response;
        var arrival = Arrival.now(RequestId.assign(in), "api");
        in.setAttribute(ARRIVAL, arrival);
        var connection = ClientConnection.below(in);
        out.setHeader(RequestId.HEADER, arrival.requestId());
        HEADERS.forEach(out::setHeader);
        out.setHeader("Cache-Control", isAnswer(in) ? "no-store" : "no-cache");
        var refusal = rules.refusal(provenance(in), changes(in));
        if (refusal.isPresent()) {
            audit(in.getRequestURI(), arrival, refusal.get());
            refuse(out, refusal.get());
        } else {
            connection.whileCurrent(
                    () -> chain.doFilter(in, isAnswer(in) ? new QuietResponse(out) : out));
            if (in.getAttribute(ErrorMapper.UNAUDITED) instanceof ApiError unaudited) {
                audit(in.getRequestURI(), arrival, unaudited);
            }
        }
    }

    /// When a request came in here: where its latency record begins.
    static Arrival arrival(HttpServletRequest request) {
        return (Arrival) request.getAttribute(ARRIVAL);
    }

    /// Answers are made for one request; all else is a file that the browser may keep and must ask
    /// for again.
    private static boolean isAnswer(HttpServletRequest request) {
        var path = request.getServletPath();
        return path.startsWith("/v1") || path.startsWith("/api") || path.startsWith("/ws");
    }

    private static boolean changes(HttpServletRequest request) {
        return !SAFE_METHODS.contains(request.getMethod())
                || "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private static HostRules.Provenance provenance(HttpServletRequest request) {
        return new HostRules.Provenance(
                Optional.ofNullable(request.getHeader("Host")),
                Optional.ofNullable(request.getHeader("Origin")),
                Optional.ofNullable(request.getHeader("Sec-Fetch-Site")));
    }

    private void audit(String uri, Arrival arrival, ApiError error) {
        Optional.ofNullable(QUESTIONS.get(uri))
                .map(client ->
                        new Arrival(arrival.requestId(), client, arrival.at(), arrival.nanos()))
                .ifPresent(question -> chat.refused(error.refusal(question)));
    }

    private static void refuse(HttpServletResponse out, ApiError error) throws IOException {
        out.setStatus(error.status());
        error.write(out);
    }
}
