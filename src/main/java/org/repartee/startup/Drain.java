package org.repartee.startup;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.repartee.chat.Chat;
import org.repartee.chat.DrainLimits;

/// Before anything stops, running answers are finished: when the server is about to stop, and when
/// the application alone does.
@ApplicationScoped
class Drain {

    /// To write one last message, and to give up on a client that does not take it.
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    @Inject
    @SuppressWarnings("NullAway.Init") // by the container
    private Chat chat;

    @Inject
    @ConfigProperty(name = "repartee.drain.timeout")
    @SuppressWarnings("NullAway.Init")
    private Duration timeout;

    @Inject
    @ConfigProperty(name = "repartee.drain.retry-after")
    @SuppressWarnings("NullAway.Init")
    private Duration retryAfter;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Condition condition;

    private final ShutdownNotice notice = new ShutdownNotice(this::drain);

    void begin(@Observes @Initialized(ApplicationScoped.class) Object application) {
        notice.subscribe();
    }

    /// Before [Startup] closes the model.
    void end(
            @Observes
                    @Priority(Interceptor.Priority.LIBRARY_BEFORE)
                    @BeforeDestroyed(ApplicationScoped.class)
                    Object application) {
        notice.cancel();
        drain();
    }

    private void drain() {
        condition.stops(chat::openReplies);
        var open = chat.openReplies();
        if (open > 0) {
            say("INFO", "stopping; answers to finish within %d s: %d", timeout.toSeconds(), open);
        }
        try {
            var cut = chat.drain(new DrainLimits(timeout, FAREWELL, retryAfter));
            if (cut > 0) {
                say("WARNING", "answers that took too long and were interrupted: %d", cut);
            }
        } catch (InterruptedException interrupted) {
            say("WARNING", "the stop waits no longer for running answers");
            Thread.currentThread().interrupt();
        }
    }

    /// As the log would, which the JVM has closed by now: it stops together with the server.
    private static void say(String level, String text, Object... values) {
        var now = OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
        System.err.printf(
                "[%s] [%s] [] [%s] %s%n%n",
                now, level, Drain.class.getName(), text.formatted(values));
    }
}
