package org.repartee.it;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.repartee.database.PostgresServer;

/// What a running server has stored in a PostgreSQL.
record PostgresRows(PostgresServer postgres) {

    List<String> questions(String conversation) throws SQLException {
        return column(
                "select content from message where role = 'user' and conversation_id = ?::uuid"
                        + " order by position",
                conversation);
    }

    /// State and text of each.
    List<String> answers(String conversation) throws SQLException {
        return column(
                "select state || ' ' || content from message where role = 'assistant'"
                        + " and conversation_id = ?::uuid order by position",
                conversation);
    }

    List<String> answersOf(String question) throws SQLException {
        return column(
                "select a.state || ' ' || a.content from message q join message a"
                        + " on a.conversation_id = q.conversation_id"
                        + " and a.position = q.position + 1 where q.content = ?",
                question);
    }

    List<String> allQuestions() throws SQLException {
        return column("select content from message where role = 'user'");
    }

    /// Conversations that are not pairs of a question and an answer.
    List<String> halves() throws SQLException {
        return column(
                "select c.id::text from conversation c left join message m"
                        + " on m.conversation_id = c.id group by c.id having count(m.id) = 0 or"
                        + " count(*) filter (where role = 'user')"
                        + " <> count(*) filter (where role = 'assistant')");
    }

    /// Answers that nobody has ended.
    int open() throws SQLException {
        return column("select id::text from message where state = 'streaming'").size();
    }

    /// Owner, status and reason by request id; none of them twice.
    Map<String, String> audited() throws SQLException {
        return column(
                        "select request_id || ' ' || owner || ' ' || status || ' ' ||"
                                + " coalesce(error_code, finish_reason)"
                                + " from audit a join audit_person p on p.pseudonym = a.person")
                .stream()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    }

    List<String> refusals() throws SQLException {
        return audited().values().stream().filter(ending -> ending.contains(" 503 ")).toList();
    }

    long usedTokens() throws SQLException {
        return Long.parseLong(
                column("select sum(prompt_tokens + answer_tokens)::text from audit_usage")
                        .getFirst());
    }

    private List<String> column(String query, String... parameters) throws SQLException {
        try (var connection = postgres.source().getConnection();
                var statement = connection.prepareStatement(query)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            var texts = new ArrayList<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        }
    }
}
