package org.repartee.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// The connections to one PostgreSQL: its own pool, so that a password may change and a broken
/// connection costs one borrower a retry, in the server and outside of it.
///
/// Transactions are short, so few connections carry many requests: more than the database has cores
/// and disks to work with only wait inside it instead of outside. Two of them are the writers' of
/// audit and answers, one is the scheduled jobs'; the others serve requests.
public final class Postgres implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Postgres.class.getName());
    private static final int OLDEST_VERSION = 15;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final PostgresConfig config;
    private final HikariDataSource pool;

    private Postgres(PostgresConfig config) {
        this.config = config;
        this.pool = new HikariDataSource(pool(config));
    }

    /// @throws UnusableDatabase if it cannot be reached or is too old, saying which it is
    public static Postgres connect(PostgresConfig config) {
        checkVersion(config);
        return new Postgres(config);
    }

    // Not from the pool, which is made for short waits and hides the driver's reason.
    private static void checkVersion(PostgresConfig config) {
        try (var connection = patient(config).getConnection()) {
            var server = connection.getMetaData();
            if (server.getDatabaseMajorVersion() < OLDEST_VERSION) {
                throw new UnusableDatabase(
                        "%s is PostgreSQL %s; Repartee needs version %d or newer"
                                .formatted(
                                        config,
                                        server.getDatabaseProductVersion(),
                                        OLDEST_VERSION));
            }
            LOG.log(
                    Level.INFO,
                    "database PostgreSQL {0} at {1}, {2} connections",
                    server.getDatabaseProductVersion(),
                    config,
                    config.poolSize());
        } catch (SQLException e) {
            throw new UnusableDatabase(
                    "the database %s cannot be opened; check repartee.database.* and whether it runs: %s"
                            .formatted(config, DatabaseFailure.firstLine(e)),
                    e);
        }
    }

    /// Connections for short transactions.
    public DataSource pool() {
        return pool;
    }

    /// Connections of their own for what takes long: an index on millions of rows.
    public DataSource patient() {
        return patient(config);
    }

    private static DataSource patient(PostgresConfig config) {
        var source = new PGSimpleDataSource();
        source.setURL(config.url());
        config.user().ifPresent(source::setUser);
        config.password().read().ifPresent(source::setPassword);
        source.setApplicationName("repartee migration");
        return source;
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariConfig pool(PostgresConfig config) {
        var pool = new HikariConfig();
        pool.setPoolName("repartee");
        pool.setDriverClassName("org.postgresql.Driver");
        pool.setJdbcUrl(config.url());
        pool.setCredentialsProvider(() ->
                new Credentials(config.user().orElse(null), config.password().read().orElse(null)));
        pool.setMaximumPoolSize(config.poolSize());
        pool.setConnectionTimeout(config.connectionTimeout().toMillis());
        // It has been reached a moment before.
        pool.setInitializationFailTimeout(-1);
        pool.setDataSourceProperties(driverProperties(config));
        return pool;
    }

    /// What the driver is told; parameters of the URL win.
    private static Properties driverProperties(PostgresConfig config) {
        var properties = new Properties();
        properties.setProperty("ApplicationName", "repartee");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty(
                "connectTimeout",
                String.valueOf(Math.max(1, config.connectionTimeout().toSeconds())));
        // A network that swallows packets must not hold a writer for ever.
        properties.setProperty("socketTimeout", String.valueOf(LONGEST_SILENCE.toSeconds()));
        properties.setProperty("reWriteBatchedInserts", "true");
        // A plan for the average user is wrong for the rare one, so each query gets its own.
        properties.setProperty("options", "-c plan_cache_mode=force_custom_plan");
        return properties;
    }
}
