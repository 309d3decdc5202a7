package org.repartee.bench.audit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.StringJoiner;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Notes the slowest query that went through a data source, with its parameters as PostgreSQL's
/// driver writes them: the plan shown is that of the statement which the server's code makes.
///
/// For one thread.
final class SlowestStatement {
    // Who is behind a page's pseudonyms: by primary key, and no question of its own.
    private static final String NAMES = "FROM audit_person WHERE";
    private static final String WRAPPING = " wrapping ";

    private final DataSource source;
    private String text = "";
    private long slowest;

    SlowestStatement(DataSource source) {
        this.source = source;
    }

    /// The data source to use.
    DataSource source() {
        return watched(DataSource.class, source);
    }

    /// The plan of the slowest query since the last plan, executed once more.
    String plan() throws SQLException {
        slowest = 0;
        var plan = new StringJoiner("\n");
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var lines =
                        statement.executeQuery("explain (analyze, buffers, costs off) " + text)) {
            while (lines.next()) {
                plan.add(lines.getString(1));
            }
        }
        return plan.toString();
    }

    private void note(String query, long nanos) {
        if (nanos > slowest && !query.contains(NAMES)) {
            slowest = nanos;
            // The pool's own words stand before it.
            text = query.substring(query.indexOf(WRAPPING) + WRAPPING.length());
        }
    }

    private @Nullable Object watched(@Nullable Object result) {
        return switch (result) {
            case Connection made -> watched(Connection.class, made);
            case PreparedStatement made -> watched(PreparedStatement.class, made);
            case null, default -> result;
        };
    }

    private <T> T watched(Class<T> type, Object target) {
        return type.cast(
                Proxy.newProxyInstance(
                        SlowestStatement.class.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> call(target, method, arguments)));
    }

    private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        var begin = System.nanoTime();
        try {
            var result = method.invoke(target, arguments);
            if (method.getName().equals("executeQuery")) {
                note(target.toString(), System.nanoTime() - begin);
            }
            return watched(result);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
