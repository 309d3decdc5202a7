package org.repartee.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the model has generated a token; until then says what it waits for.
@Readiness
@ApplicationScoped
class ModelReady implements HealthCheck {

    @Inject
    @SuppressWarnings("NullAway.Init") // by the container
    private Startup startup;

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("model");
        return switch (startup.state()) {
            case Startup.State.Loading _ ->
                    response.down().withData("waits_for", "the model to be loaded").build();
            case Startup.State.Failed(var message) ->
                    response.down().withData("failed", message).build();
            case Startup.State.Serving(var model) ->
                    response.up().withData("model", model.model().served().name()).build();
        };
    }
}
