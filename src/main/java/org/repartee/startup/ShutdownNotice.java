package org.repartee.startup;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Optional;

/// Tells when the server is about to stop and everything still works.
///
/// Jakarta EE tells an application only of its own end, when requests do not reach it any more. So
/// this asks Payara itself, by name, as its classes are no part of any API. Another server gives no
/// notice.
final class ShutdownNotice {

    private static final System.Logger LOG = System.getLogger(ShutdownNotice.class.getName());

    private static final String EVENTS = "org.glassfish.api.event.";

    private final Runnable whenAboutToStop;
    private Optional<Subscription> subscription = Optional.empty();

    private record Subscription(Object events, Class<?> type, Object listener) {
        void call(String method) throws ReflectiveOperationException {
            events.getClass().getMethod(method, type).invoke(events, listener);
        }
    }

    /// @param whenAboutToStop run by the thread that stops the server, which waits for it
    ShutdownNotice(Runnable whenAboutToStop) {
        this.whenAboutToStop = whenAboutToStop;
    }

    void subscribe() {
        try {
            var found = find();
            found.call("register");
            subscription = Optional.of(found);
        } catch (ReflectiveOperationException e) {
            LOG.log(Level.DEBUG, "not Payara: a stop comes without notice", e);
        }
    }

    void cancel() {
        try {
            if (subscription.isPresent()) {
                subscription.get().call("unregister");
            }
        } catch (ReflectiveOperationException e) {
            LOG.log(Level.WARNING, "the application stays registered for the server's events", e);
        }
        subscription = Optional.empty();
    }

    private Subscription find() throws ReflectiveOperationException {
        var events =
                Class.forName("org.glassfish.internal.api.Globals")
                        .getMethod("get", Class.class)
                        .invoke(null, Class.forName(EVENTS + "Events"));
        var aboutToStop = Class.forName(EVENTS + "EventTypes").getField("PREPARE_SHUTDOWN");
        var type = Class.forName(EVENTS + "EventListener");
        var loader = type.getClassLoader();
        var listener =
                Proxy.newProxyInstance(
                        loader, new Class<?>[] {type}, listener(aboutToStop.get(null)));
        return new Subscription(events, type, listener);
    }

    private InvocationHandler listener(Object aboutToStop) {
        return (self, method, arguments) ->
                switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> "Repartee's shutdown notice";
                    default -> told(arguments[0], aboutToStop);
                };
    }

    private Object told(Object event, Object aboutToStop) throws ReflectiveOperationException {
        if (event.getClass().getMethod("type").invoke(event).equals(aboutToStop)) {
            whenAboutToStop.run();
        }
        return Optional.empty();
    }
}
