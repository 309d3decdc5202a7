package org.repartee.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger.Level;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;

/// Opens the database for whoever injects it: the PostgreSQL that the configuration names, or else
/// the server's own data source, which is the embedded database unless the operator made it
/// another.
@ApplicationScoped
class DatabaseBeans {
    private static final System.Logger LOG = System.getLogger(DatabaseBeans.class.getName());

    @Resource(lookup = "jdbc/repartee")
    @SuppressWarnings("NullAway.Init") // by the container
    private DataSource embedded;

    private Optional<Postgres> postgres = Optional.empty();

    @Produces
    @Singleton
    Database open() {
        try {
            postgres = PostgresConfig.read(ConfigProvider.getConfig()).map(Postgres::connect);
            return postgres.map(own -> Database.open(own.pool(), own.patient()))
                    .orElseGet(() -> Database.open(embedded));
        } catch (RuntimeException failure) {
            // A sentence for the operator, before the container's pages about it.
            LOG.log(Level.ERROR, failure.getMessage());
            postgres.ifPresent(Postgres::close);
            throw failure;
        }
    }

    void close(@Disposes Database database) {
        database.close();
        postgres.ifPresent(Postgres::close);
    }
}
