package org.repartee.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/// Opens the database over the domain's connection pool, for whoever injects it.
@ApplicationScoped
class DatabaseBeans {

    @Resource(lookup = "jdbc/repartee")
    @SuppressWarnings("NullAway.Init") // by the container
    private DataSource pool;

    @Produces
    @Singleton
    Database open() {
        return Database.open(pool);
    }

    void close(@Disposes Database database) {
        database.close();
    }
}
