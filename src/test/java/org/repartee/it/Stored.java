package org.repartee.it;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;

/// What a stopped server left in its database.
final class Stored {

    /// As in `server-config/preboot.asadmin`: a database keeps the spelling it was made with.
    private static final String OPTIONS =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;IFEXISTS=TRUE";

    private Stored() {}

    /// @param data the server's data folder
    static Connection open(Path data) throws SQLException {
        var h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:async:" + data.resolve("db/repartee") + OPTIONS);
        return h2.getConnection();
    }

    /// The first column of a query.
    static List<String> column(Path data, String sql) throws SQLException {
        var column = new ArrayList<String>();
        try (var connection = open(data);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                column.add(rows.getString(1));
            }
        }
        return column;
    }
}
