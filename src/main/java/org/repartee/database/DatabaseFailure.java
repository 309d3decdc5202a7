package org.repartee.database;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;

/// The database did not do what it was asked: it is away, or it refused.
///
/// The message is the first line of the driver's: PostgreSQL puts the refused row, and with it what
/// users wrote, into the lines below.
public final class DatabaseFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private DatabaseFailure(String message, RuntimeException cause) {
        super(message, cause);
    }

    /// The failure as one of the database's, if that is where it came from.
    static Optional<RuntimeException> found(RuntimeException failure) {
        var sql = causes(failure).filter(SQLException.class::isInstance).findFirst();
        if (sql.isPresent()) {
            var error = (SQLException) sql.get();
            return Optional.of(
                    new DatabaseFailure(
                            firstLine(error) + " (SQL state " + error.getSQLState() + ")",
                            failure));
        }
        return failure instanceof PersistenceException
                ? Optional.of(new DatabaseFailure(firstLine(failure), failure))
                : Optional.empty();
    }

    static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
