package org.repartee.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.repartee.engine.EngineState;

/// Ready once the model has generated a token, and as long as the engine serves; otherwise says
/// what it waits for, or what has failed.
@Readiness
@ApplicationScoped
class ModelReady implements HealthCheck {

    @Inject
    @SuppressWarnings("NullAway.Init") // by the container
    private Condition condition;

    private volatile boolean begun;

    void begin(@Observes @Initialized(ApplicationScoped.class) Object application) {
        begun = true;
    }

    /// Payara asks before the application has begun, on a thread that finds no configuration: to
    /// make beans then would fail.
    @Override
    public HealthCheckResponse call() {
        if (!begun) {
            return of(new Startup.State.Loading("the application to start"));
        }
        var open = condition.openRepliesBeforeStop();
        return open.isPresent() ? stopping(open.getAsInt()) : of(condition.state());
    }

    /// A load balancer sends nothing more here.
    static HealthCheckResponse stopping(int openReplies) {
        return HealthCheckResponse.named("model")
                .down()
                .withData("stopping", "running answers are finished")
                .withData("open_answers", openReplies)
                .build();
    }

    static HealthCheckResponse of(Startup.State state) {
        var response = HealthCheckResponse.named("model");
        return switch (state) {
            case Startup.State.Loading(var what) -> waitsFor(response, what);
            case Startup.State.Failed(var message) -> failed(response, message);
            case Startup.State.Serving(var loaded) -> serving(response, loaded);
        };
    }

    private static HealthCheckResponse serving(
            HealthCheckResponseBuilder response, LoadedModel loaded) {
        var engine = loaded.model().engine().snapshot();
        return switch (engine.state()) {
            case EngineState.Serving _ ->
                    response.up()
                            .withData("model", loaded.model().served().name())
                            .withData("cold_shapes", engine.coldShapes())
                            .build();
            case EngineState.Recovering(var what) -> waitsFor(response, what);
            case EngineState.OutOfOrder(var reason) -> failed(response, reason);
        };
    }

    private static HealthCheckResponse waitsFor(HealthCheckResponseBuilder response, String what) {
        return response.down().withData("waits_for", what).build();
    }

    private static HealthCheckResponse failed(HealthCheckResponseBuilder response, String why) {
        return response.down().withData("failed", why).build();
    }
}
