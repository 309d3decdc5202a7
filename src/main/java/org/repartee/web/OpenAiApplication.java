package org.repartee.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/// The API that speaks OpenAI's language.
@ApplicationPath("/v1")
public final class OpenAiApplication extends Application {

    /// Jersey's buffer would hold the first tokens back until it is full; and nobody wants a WADL.
    static final Map<String, Object> PROPERTIES =
            Map.of(
                    "jersey.config.server.contentLength.buffer",
                    0,
                    "jersey.config.server.wadl.disableWadl",
                    true);

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                ChatCompletionsResource.class,
                ModelsResource.class,
                AllowFeature.class,
                ErrorMapper.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        return PROPERTIES;
    }
}
