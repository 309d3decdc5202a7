package org.repartee.web;

import jakarta.servlet.ServletRequest;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/// The TCP connection below a request.
///
/// Neither Servlet nor WebSocket can close a connection whose client does not read: every close
/// they offer first waits for what was written before. So this asks Payara's HTTP engine itself, by
/// name, as its classes are no part of any API. On another server [#cut] does nothing, and such a
/// client is held until it goes.
final class ClientConnection {

    private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());

    /// From Payara's request to Grizzly's connection.
    private static final List<String> WAY =
            List.of("getUnwrappedCoyoteRequest", "getCoyoteRequest", "getConnection");

    private static final String ATTRIBUTE = ClientConnection.class.getName();

    private final Optional<Object> connection;

    private ClientConnection(Optional<Object> connection) {
        this.connection = connection;
    }

    /// Finds the connection and leaves it with the request. To be called with the container's own
    /// request object, before anything wraps it.
    static ClientConnection below(ServletRequest request) {
        var found = new ClientConnection(find(request));
        request.setAttribute(ATTRIBUTE, found);
        return found;
    }

    /// The connection that was left with the request.
    static ClientConnection of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof ClientConnection found ? found : none();
    }

    /// One that cannot be cut.
    static ClientConnection none() {
        return new ClientConnection(Optional.empty());
    }

    /// Closes it at once. Whoever is blocked on it fails with an IOException.
    void cut() {
        connection.ifPresent(it -> {
            try {
                call(it, "terminateSilently");
            } catch (ReflectiveOperationException e) {
                LOG.log(Level.WARNING, "cannot close the connection of a client", e);
            }
        });
    }

    private static Optional<Object> find(ServletRequest request) {
        try {
            Object at = request;
            for (var step : WAY) {
                at = call(at, step);
            }
            return Optional.of(at);
        } catch (ReflectiveOperationException e) {
            LOG.log(Level.DEBUG, "not Payara: clients that do not read are not cut", e);
            return Optional.empty();
        }
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }
}
