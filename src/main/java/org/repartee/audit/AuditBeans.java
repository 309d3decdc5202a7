package org.repartee.audit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.repartee.database.Database;
import org.repartee.retention.StoredData;

/// Opens the audit when the application starts. It is drained before any bean is destroyed, but
/// after the observers of the same event that stop the generation.
@ApplicationScoped
class AuditBeans {

    @Inject
    @ConfigProperty(name = "repartee.audit.buffer-rows")
    private int bufferRows;

    @Inject
    @ConfigProperty(name = "repartee.audit.drain-timeout")
    @SuppressWarnings("NullAway.Init") // by the container
    private Duration drainTimeout;

    @Produces
    @Singleton
    AuditLog open(Database database) {
        return new AuditLog(database, new AuditLimits(bufferRows, drainTimeout));
    }

    @Produces
    @Singleton
    AuditQueries queries(Database database) {
        return new AuditQueries(database);
    }

    @Produces
    @Singleton
    StoredData data(Database database, AuditQueries queries) {
        return new AuditData(database, queries);
    }

    @Produces
    @Singleton
    StoredData usage(Database database) {
        return new UsageData(database);
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event, AuditLog audit) {
        // Injected, so it is open.
    }

    void stop(
            @Observes
                    @Priority(Interceptor.Priority.LIBRARY_AFTER)
                    @BeforeDestroyed(ApplicationScoped.class)
                    Object event,
            AuditLog audit) {
        audit.close();
    }

    void close(@Disposes AuditLog audit) {
        audit.close();
    }
}
