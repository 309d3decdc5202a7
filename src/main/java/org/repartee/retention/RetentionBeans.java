package org.repartee.retention;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.repartee.database.Database;

/// Runs the retention on one of the server's own threads, again and again until the application
/// stops.
@ApplicationScoped
class RetentionBeans {
    private static final System.Logger LOG = System.getLogger(RetentionBeans.class.getName());

    @Resource
    @SuppressWarnings("NullAway.Init") // by the container
    private ManagedScheduledExecutorService threads;

    private Optional<Future<?>> schedule = Optional.empty();

    @Produces
    @Singleton
    Retention retention(Database database, @Any Instance<StoredData> found) {
        var stored = found.stream().sorted(Comparator.comparing(StoredData::name)).toList();
        var config =
                RetentionConfig.read(
                        ConfigProvider.getConfig(), stored.stream().map(StoredData::name).toList());
        return new Retention(database, stored, config, node(), Clock.systemUTC());
    }

    @Produces
    @Singleton
    StoredData log(Database database) {
        return new JobLogData(database);
    }

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object application,
            Retention retention) {
        var seconds = retention.interval().toSeconds();
        schedule =
                Optional.of(
                        threads.scheduleWithFixedDelay(
                                () -> run(retention), seconds, seconds, TimeUnit.SECONDS));
    }

    // An exception would end the schedule for good.
    private static void run(Retention retention) {
        try {
            retention.run();
        } catch (RuntimeException failure) {
            LOG.log(
                    Level.WARNING,
                    "The retention could not run, it is tried again: {0}",
                    failure.getMessage());
        }
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        // Without an interrupt, which closes the file of an embedded H2.
        schedule.ifPresent(running -> running.cancel(false));
    }

    private static String node() {
        var pid = ProcessHandle.current().pid();
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + pid;
        } catch (UnknownHostException nameless) {
            return "localhost:" + pid;
        }
    }
}
