package org.repartee.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/// Started once the model has generated a token, however long its loading took.
@org.eclipse.microprofile.health.Startup
@ApplicationScoped
class ModelStarted implements HealthCheck {

    @Inject
    @SuppressWarnings("NullAway.Init") // by the container
    private Condition condition;

    @Override
    public HealthCheckResponse call() {
        return of(condition.state());
    }

    static HealthCheckResponse of(Startup.State state) {
        var response = HealthCheckResponse.named("model started");
        return switch (state) {
            case Startup.State.Loading(var what) ->
                    response.down().withData("waits_for", what).build();
            case Startup.State.Failed(var why) -> response.down().withData("failed", why).build();
            case Startup.State.Serving _ -> response.up().build();
        };
    }
}
