package org.repartee.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/// What the entrances of this package share.
@ApplicationScoped
class WebBeans {

    @Produces
    @Singleton
    HttpConfig config() {
        return HttpConfig.of(ConfigProvider.getConfig());
    }

    @Produces
    @Singleton
    PublicAddress address(HttpConfig config) {
        return new PublicAddress(config.publicUrl());
    }

    @Produces
    @Singleton
    SessionCookie cookie(PublicAddress address) {
        return new SessionCookie(address);
    }

    @Produces
    @Singleton
    Watchdog watchdog(HttpConfig config) {
        return new Watchdog(config);
    }

    @Produces
    @Singleton
    LiveAnswers answers(HttpConfig config) {
        return new LiveAnswers(config.resumeTime());
    }

    void close(@Disposes Watchdog watchdog) {
        watchdog.close();
    }
}
