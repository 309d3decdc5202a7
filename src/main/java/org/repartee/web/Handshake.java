package org.repartee.web;

import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;

/// Hands the connection of the request that becomes a WebSocket on to the session.
public final class Handshake extends ServerEndpointConfig.Configurator {

    private static final String PROPERTY = ClientConnection.class.getName();

    @Override
    public void modifyHandshake(
            ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        config.getUserProperties().put(PROPERTY, ClientConnection.current());
    }

    static ClientConnection connection(Session session) {
        return session.getUserProperties().get(PROPERTY) instanceof ClientConnection found
                ? found
                : ClientConnection.none();
    }
}
