package org.repartee.conversation;

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

/// Opens the conversations when the application starts. They are drained before any bean is
/// destroyed, but after the observers of the same event that stop the generation.
@ApplicationScoped
class ConversationBeans {

    @Inject
    @ConfigProperty(name = "repartee.conversation.save-interval")
    @SuppressWarnings("NullAway.Init") // by the container
    private Duration saveInterval;

    @Inject
    @ConfigProperty(name = "repartee.conversation.max-drafts")
    private int maxDrafts;

    @Inject
    @ConfigProperty(name = "repartee.conversation.drain-timeout")
    @SuppressWarnings("NullAway.Init")
    private Duration drainTimeout;

    @Produces
    @Singleton
    Conversations open(Database database) {
        return new Conversations(database, new DraftLimits(saveInterval, maxDrafts, drainTimeout));
    }

    @Produces
    @Singleton
    StoredData data(Database database) {
        return new ConversationData(database);
    }

    @Produces
    @Singleton
    Shares shares(Database database) {
        return new Shares(database);
    }

    @Produces
    @Singleton
    ConversationSearch search(Database database) {
        return new ConversationSearch(database);
    }

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            Conversations conversations) {
        // Injected, so they are open.
    }

    void stop(
            @Observes
                    @Priority(Interceptor.Priority.LIBRARY_AFTER)
                    @BeforeDestroyed(ApplicationScoped.class)
                    Object event,
            Conversations conversations) {
        conversations.close();
    }

    void close(@Disposes Conversations conversations) {
        conversations.close();
    }
}
