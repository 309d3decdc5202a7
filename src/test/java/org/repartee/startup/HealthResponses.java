package org.repartee.startup;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/// Builds health responses where no server does.
final class HealthResponses extends HealthCheckResponseBuilder {

    private String name = "";
    private Status status = Status.DOWN;
    private final Map<String, Object> data = new HashMap<>();

    /// From now on, for the whole process.
    static void install() {
        HealthCheckResponse.setResponseProvider(HealthResponses::new);
    }

    @Override
    public HealthCheckResponseBuilder name(String value) {
        name = value;
        return this;
    }

    @Override
    public HealthCheckResponseBuilder withData(String key, String value) {
        data.put(key, value);
        return this;
    }

    @Override
    public HealthCheckResponseBuilder withData(String key, long value) {
        data.put(key, value);
        return this;
    }

    @Override
    public HealthCheckResponseBuilder withData(String key, boolean value) {
        data.put(key, value);
        return this;
    }

    @Override
    public HealthCheckResponseBuilder up() {
        return status(true);
    }

    @Override
    public HealthCheckResponseBuilder down() {
        return status(false);
    }

    @Override
    public HealthCheckResponseBuilder status(boolean isUp) {
        status = isUp ? Status.UP : Status.DOWN;
        return this;
    }

    @Override
    public HealthCheckResponse build() {
        return new HealthCheckResponse(name, status, Optional.of(data));
    }
}
