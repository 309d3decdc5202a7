package org.repartee.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.repartee.engine.Engine;
import org.repartee.engine.EngineState;

/// Alive unless only a restart can help: the model could not be loaded, the engine is out of order,
/// or a step hangs. Loading, a full queue, a lost device and an absent database are no reasons.
@Liveness
@ApplicationScoped
class ModelLive implements HealthCheck {

    @Inject
    @SuppressWarnings("NullAway.Init") // by the container
    private Condition condition;

    @Override
    public HealthCheckResponse call() {
        return of(condition.state(), condition.stepTimeout());
    }

    static HealthCheckResponse of(Startup.State state, Duration stepTimeout) {
        var response = HealthCheckResponse.named("engine");
        return fault(state, stepTimeout)
                .map(why -> response.down().withData("failed", why).build())
                .orElseGet(() -> response.up().build());
    }

    private static Optional<String> fault(Startup.State state, Duration stepTimeout) {
        return switch (state) {
            case Startup.State.Loading _ -> Optional.empty();
            case Startup.State.Failed(var why) -> Optional.of(why);
            case Startup.State.Serving(var loaded) -> fault(loaded.model().engine(), stepTimeout);
        };
    }

    private static Optional<String> fault(Engine engine, Duration stepTimeout) {
        return switch (engine.snapshot().state()) {
            case EngineState.OutOfOrder(var reason) -> Optional.of(reason);
            case EngineState.Recovering _ -> Optional.empty();
            case EngineState.Serving _ ->
                    engine.stepAge()
                            .filter(age -> age.compareTo(stepTimeout) > 0)
                            .map(age ->
                                    "a step must end within repartee.health.step-timeout = %d s, and has taken %d s: the device hangs"
                                            .formatted(stepTimeout.toSeconds(), age.toSeconds()));
        };
    }
}
