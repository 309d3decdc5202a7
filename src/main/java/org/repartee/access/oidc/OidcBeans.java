package org.repartee.access.oidc;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.config.ConfigProvider;

/// Reads the configuration when the application starts: a mistake in it stops the start.
@ApplicationScoped
class OidcBeans {

    @Produces
    @Singleton
    SignOnProvider provider() {
        return new SignOnProvider(
                OidcSettings.of(ConfigProvider.getConfig())
                        .map(settings -> new SingleSignOn(settings, InstantSource.system())));
    }

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event, SignOnProvider provider) {
        // Injected, so the configuration was read.
    }
}
