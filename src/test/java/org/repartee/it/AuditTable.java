package org.repartee.it;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The rows that a stopped server left in its table `audit`, by request id.
///
/// @param endings status, and the error's code or the finish reason
/// @param allMoments in the order in which they happen; null is what did not happen
record AuditTable(Map<String, String> endings, Map<String, List<@Nullable Long>> allMoments) {

    private static final List<String> MOMENTS =
            List.of(
                    "queued_micros",
                    "scheduled_micros",
                    "first_token_micros",
                    "first_reasoning_micros",
                    "first_byte_flushed_micros",
                    "first_answer_micros",
                    "last_token_micros",
                    "closed_micros");

    /// @param data the server's data folder
    static AuditTable read(Path data) throws SQLException {
        var table = new AuditTable(new HashMap<>(), new HashMap<>());
        try (var connection = Stored.open(data);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select * from audit")) {
            while (rows.next()) {
                table.add(rows);
            }
        }
        return table;
    }

    List<@Nullable Long> moments(String requestId) {
        return Objects.requireNonNull(allMoments.get(requestId));
    }

    private void add(ResultSet row) throws SQLException {
        var id = row.getString("request_id");
        var error = row.getString("error_code");
        var why = error == null ? row.getString("finish_reason") : error;
        if (endings.put(id, row.getInt("status") + " " + why) != null) {
            throw new AssertionError("request " + id + " has two audit rows");
        }
        var moments = new ArrayList<@Nullable Long>();
        for (var column : MOMENTS) {
            moments.add((Long) row.getObject(column));
        }
        allMoments.put(id, moments);
    }
}
