package org.repartee.startup;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.IntSupplier;

/// How the server is. The health checks look here and nowhere else: they are asked before the
/// application has started, when no other bean can be made.
@ApplicationScoped
class Condition {

    private volatile Startup.State state = new Startup.State.Loading("the application to start");
    private volatile Duration stepTimeout = Duration.ofMinutes(2);
    private volatile Stop stop = new Stop.None();

    private sealed interface Stop {
        record None() implements Stop {}

        record Draining(IntSupplier openReplies) implements Stop {}
    }

    Startup.State state() {
        return state;
    }

    void is(Startup.State now) {
        state = now;
    }

    /// A forward pass that takes longer hangs.
    Duration stepTimeout() {
        return stepTimeout;
    }

    void allowSteps(Duration timeout) {
        stepTimeout = timeout;
    }

    /// How many answers the server still finishes before it stops; none while it does not stop.
    OptionalInt openRepliesBeforeStop() {
        return switch (stop) {
            case Stop.None _ -> OptionalInt.empty();
            case Stop.Draining(var openReplies) -> OptionalInt.of(openReplies.getAsInt());
        };
    }

    void stops(IntSupplier openReplies) {
        stop = new Stop.Draining(openReplies);
    }
}
