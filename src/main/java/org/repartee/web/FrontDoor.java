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

    /// Of a 401, as HTTP wants it; browsers ask nobody because of it.
    static final String CHALLENGE = "Bearer realm=\"repartee\"";

    private static final String ARRIVAL = Arrival.class.getName();

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");

    /// Where questions come in, and what kind of client asks there.
    private static final Map<String, String> QUESTIONS =
            Map.of("/v1/chat/completions", "api", "/ws/chat", "page");

    private final HostRules rules;
    private final PublicAddress address;
    private final Chat chat;

    @Inject
    FrontDoor(HttpConfig config, PublicAddress address, Chat chat) {
        this.rules = new HostRules(config.allowedHosts(), config.allowedOrigins());
        this.address = address;
        this.chat = chat;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var in = (HttpServletRequest) request;
        var out = (HttpServletResponse) response;
        var arrival = Arrival.now(RequestId.assign(in), "api");
        in.setAttribute(ARRIVAL, arrival);
        ClientConnection.below(in);
        out.setHeader(RequestId.HEADER, arrival.requestId());
        HEADERS.forEach(out::setHeader);
        out.setHeader("Cache-Control", isAnswer(in) ? "no-store" : "no-cache");
        address.strictTransportSecurity(in)
                .ifPresent(value -> out.setHeader("Strict-Transport-Security", value));
        switch (answer(in)) {
            case Gate.Answer.Refuse(var error) -> {
                audit(in, arrival, error);
                if (hasBody(in)) {
                    // It is not read: what comes next on this connection would be that.
                    out.setHeader("Connection", "close");
                }
                refuse(out, error);
            }
            case Gate.Answer.GoTo(var page) -> goTo(out, in.getContextPath() + page);
            case Gate.Answer.Pass _ -> {
                Handshake.during(
                        in, () -> chain.doFilter(in, isAnswer(in) ? new QuietResponse(out) : out));
                if (in.getAttribute(ErrorMapper.UNAUDITED) instanceof ApiError unaudited) {
                    audit(in, arrival, unaudited);
                }
            }
        }
    }

    private Gate.Answer answer(HttpServletRequest request) {
        var visitor = Visitor.of(request);
        return rules.refusal(provenance(request, visitor), changes(request))
                .<Gate.Answer>map(Gate.Answer.Refuse::new)
                .orElseGet(() -> Gate.answer(request, visitor));
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

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private static boolean changes(HttpServletRequest request) {
        return !SAFE_METHODS.contains(request.getMethod())
                || "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private static HostRules.Provenance provenance(HttpServletRequest request, Visitor visitor) {
        var byCookie =
                visitor instanceof Visitor.Known(_, var presented)
                        && presented instanceof Presented.Cookie;
        return new HostRules.Provenance(
                Optional.ofNullable(request.getHeader("Host")),
                Optional.ofNullable(request.getHeader("Origin")),
                Optional.ofNullable(request.getHeader("Sec-Fetch-Site")),
                byCookie);
    }

    /// Strangers leave no row: they could fill the database.
    private void audit(HttpServletRequest request, Arrival arrival, ApiError error) {
        if (!(Visitor.of(request) instanceof Visitor.Known(var identity, _))) {
            return;
        }
        Optional.ofNullable(QUESTIONS.get(request.getRequestURI()))
                .map(client ->
                        new Arrival(arrival.requestId(), client, arrival.at(), arrival.nanos()))
                .ifPresent(question ->
                        chat.refused(error.refusal(Visitor.caller(identity), question)));
    }

    /// The path alone: what a proxy makes of the address is no business of ours.
    private static void goTo(HttpServletResponse out, String path) {
        out.setStatus(HttpServletResponse.SC_FOUND);
        out.setHeader("Location", path);
        out.setHeader("Cache-Control", "no-store");
    }

    private static void refuse(HttpServletResponse out, ApiError error) throws IOException {
        out.setStatus(error.status());
        if (error.status() == 401) {
            out.setHeader("WWW-Authenticate", CHALLENGE);
        }
        error.retryAfter().ifPresent(s -> out.setHeader("Retry-After", String.valueOf(s)));
        error.write(out);
    }
}
