package org.repartee.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Hands what is known of the request that becomes a WebSocket on to the session: its connection,
/// and who it comes from. A handshake itself is told nothing of the request; the thread remembers.
public final class Handshake extends ServerEndpointConfig.Configurator {

    private static final String CONNECTION = ClientConnection.class.getName();
    private static final String VISITOR = Visitor.class.getName();

    private static final ThreadLocal<@Nullable HttpServletRequest> CURRENT = new ThreadLocal<>();

    /// What comes behind a filter.
    @FunctionalInterface
    interface Chain {
        void proceed() throws IOException, ServletException;
    }

    /// A handshake within the chain belongs to this request.
    static void during(HttpServletRequest request, Chain chain)
            throws IOException, ServletException {
        CURRENT.set(request);
        try {
            chain.proceed();
        } finally {
            CURRENT.remove();
        }
    }

    @Override
    public void modifyHandshake(
            ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        var current =
                Objects.requireNonNull(CURRENT.get(), "every request comes through FrontDoor");
        // Of this connection alone: Jakarta WebSocket 2.1 gives each handshake its own copy.
        config.getUserProperties().put(CONNECTION, ClientConnection.of(current));
        config.getUserProperties().put(VISITOR, Visitor.of(current));
    }

    static ClientConnection connection(Session session) {
        return session.getUserProperties().get(CONNECTION) instanceof ClientConnection found
                ? found
                : ClientConnection.none();
    }

    /// Who opened the socket.
    ///
    /// @throws IllegalStateException if nobody is known: [Gate] lets no such handshake through
    static Visitor.Known visitor(Session session) {
        if (session.getUserProperties().get(VISITOR) instanceof Visitor.Known known) {
            return known;
        }
        throw new IllegalStateException("a socket was opened by nobody");
    }
}
