package org.repartee.database;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/// A database as the server uses it, which tests can take away and bring back.
public final class TestDataSource implements DataSource {
    private static final String OPTIONS = ";MODE=PostgreSQL;WRITE_DELAY=0";

    // Held, because a logger that nobody holds forgets its level.
    private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

    static {
        FLYWAY.setLevel(Level.WARNING);
    }

    private final DataSource database;
    private volatile boolean away;
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();

    TestDataSource(DataSource database) {
        this.database = database;
    }

    private static TestDataSource h2(String url) {
        var h2 = new JdbcDataSource();
        h2.setURL(url);
        return new TestDataSource(h2);
    }

    /// A new empty H2 that lives as long as this process.
    public static TestDataSource inMemory() {
        return h2("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + OPTIONS);
    }

    /// An H2 in a file, kept until the last connection closes.
    public static TestDataSource inFile(Path file) {
        return h2("jdbc:h2:async:" + file.toAbsolutePath() + OPTIONS);
    }

    /// Another way to the same database.
    public TestDataSource again() {
        return new TestDataSource(database);
    }

    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    /// The next commit goes through, but its answer is lost.
    public void loseAnswerOfNextCommit() {
        answersToLose.set(1);
    }

    /// How often a connection was asked for.
    public int attempts() {
        return attempts.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        attempts.incrementAndGet();
        requireHere();
        var connection = database.getConnection();
        return (Connection)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (_, method, arguments) -> {
                            try {
                                var result = method.invoke(connection, arguments);
                                if (method.getName().equals("commit")) {
                                    loseAnswer();
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private void loseAnswer() throws SQLException {
        if (answersToLose.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
            throw new SQLException("the connection broke", "08006");
        }
    }

    private void requireHere() throws SQLException {
        if (away) {
            throw new SQLException("connection refused", "08001");
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return database.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        database.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return database.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        database.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return database.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return database.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return database.isWrapperFor(type);
    }
}
