package org.repartee.database;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;

/// The database did not do what it was asked: it is away, or it refused.
///
/// The message is the driver's own, without the statement's values.
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
                            error.getMessage() + " (SQL state " + error.getSQLState() + ")",
                            failure));
        }
        return failure instanceof PersistenceException
                ? Optional.of(new DatabaseFailure(String.valueOf(failure.getMessage()), failure))
                : Optional.empty();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
