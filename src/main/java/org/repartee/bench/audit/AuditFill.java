package org.repartee.bench.audit;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/// Fills the audit of an empty database with made-up requests: 90 days, a thousand people of whom
/// few ask most, three models (90 %, 9.9 % and 0.1 %), 4 % refused or failed, times to the first
/// token distributed lognormally around 0.15 s with a long tail.
///
/// The rows are written by SQL on the server, in the order of their times; indexes are taken away
/// before and built afterwards, as they are defined.
final class AuditFill {
    static final Instant START = Instant.parse("2026-08-26T00:00:00Z");
    static final Duration RANGE = Duration.ofDays(90);
    static final int PEOPLE = 1000;

    private static final int CHUNK = 250_000;
    private static final String MARK = "bench-";

    private final DataSource source;
    private final long rows;
    private final PrintWriter progress;

    AuditFill(DataSource source, long rows, PrintWriter progress) {
        this.source = source;
        this.rows = rows;
        this.progress = progress;
    }

    /// Fills it, unless it is filled already.
    ///
    /// @throws IllegalArgumentException if somebody's rows are in it, or others of this benchmark
    void run() throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            var there = count(statement, "select count(*) from audit");
            if (there == rows) {
                progress.println("measuring the " + rows + " rows that are there already");
                return;
            }
            if (there > 0) {
                throw new IllegalArgumentException(
                        "the database must be empty, or hold what `bench audit --rows %d` wrote; it has %d audit rows, of which %d are the benchmark's"
                                .formatted(rows, there, ours(statement)));
            }
            fill(connection, statement);
        }
    }

    private static long ours(Statement statement) throws SQLException {
        return count(statement, "select count(*) from audit where request_id like '" + MARK + "%'");
    }

    private static long count(Statement statement, String query) throws SQLException {
        try (var result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    private void fill(Connection connection, Statement statement) throws SQLException {
        var begin = System.nanoTime();
        var indexes = indexes(statement);
        for (var index : indexes.keySet()) {
            statement.execute("drop index " + index);
        }
        statement.execute("select setseed(0.42)");
        statement.execute(PEOPLE_SQL);
        fillRows(connection);
        for (var index : indexes.entrySet()) {
            progress.println("building " + index.getKey());
            progress.flush();
            statement.execute(index.getValue());
        }
        statement.execute(USAGE_SQL);
        statement.execute("vacuum (analyze) audit");
        statement.execute("vacuum (analyze) audit_usage");
        statement.execute("vacuum (analyze) audit_person");
        progress.printf("filled in %.0f s%n", (System.nanoTime() - begin) / 1e9);
        progress.flush();
    }

    /// Name and definition of all but the primary key.
    private static SequencedMap<String, String> indexes(Statement statement) throws SQLException {
        var indexes = new TreeMap<String, String>();
        try (var result =
                statement.executeQuery(
                        "select indexname, indexdef from pg_indexes where tablename = 'audit'"
                                + " and indexname not like '%pkey'")) {
            while (result.next()) {
                indexes.put(result.getString(1), result.getString(2));
            }
        }
        return indexes;
    }

    private void fillRows(Connection connection) throws SQLException {
        var step = "interval '" + RANGE.toSeconds() + " seconds' / " + rows;
        try (var insert = connection.prepareStatement(ROWS_SQL.formatted(START, step))) {
            for (var done = 0L; done < rows; done += CHUNK) {
                insert.setLong(1, done);
                insert.setLong(2, Math.min(rows, done + CHUNK) - 1);
                insert.executeUpdate();
                progress.printf("%,d rows%n", Math.min(rows, done + CHUNK));
                progress.flush();
            }
        }
    }

    /// How much room tables and indexes take.
    List<String> sizes() throws SQLException {
        var sizes = new ArrayList<String>();
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(SIZES_SQL)) {
            while (result.next()) {
                sizes.add(result.getString(1));
            }
        }
        return sizes;
    }

    /// What the server is, and the settings that matter here.
    Map<String, String> server() throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(SERVER_SQL)) {
            result.next();
            return Map.of("database", result.getString(1));
        }
    }

    private static final String SERVER_SQL =
            "select 'PostgreSQL ' || current_setting('server_version') || ', shared_buffers '"
                    + " || current_setting('shared_buffers') || ', work_mem '"
                    + " || current_setting('work_mem') || ', random_page_cost '"
                    + " || current_setting('random_page_cost')";

    private static final String SIZES_SQL =
            "select relname || ' ' || pg_size_pretty(pg_relation_size(oid)) from pg_class"
                    + " where relname like 'audit%' and relkind in ('r', 'i')"
                    + " order by pg_relation_size(oid) desc";

    private static final String PEOPLE_SQL =
            "insert into audit_person (pseudonym, owner)"
                    + " select gen_random_uuid(), 'user-' || i from generate_series(1, "
                    + PEOPLE
                    + ") i";

    private static final String USAGE_SQL =
            """
            insert into audit_usage (usage_day, person, model, requests, prompt_tokens, cached_tokens, reasoning_tokens, answer_tokens)
            select cast(received_at at time zone 'UTC' as date), person, model, count(*), sum(prompt_tokens),
                   sum(cached_tokens), sum(reasoning_tokens), sum(answer_tokens)
            from audit group by 1, 2, 3
            """;

    // s decides how a request ended, e its effort and length, m its model, u the rest.
    private static final String ROWS_SQL =
            """
            insert into audit (id, request_id, received_at, person, client, model, streamed, reasoning_effort, max_tokens,
                temperature, status, finish_reason, error_code, error_message, prompt_tokens, cached_tokens,
                reasoning_tokens, answer_tokens, queued_micros, scheduled_micros, first_token_micros,
                first_reasoning_micros, first_answer_micros, first_byte_flushed_micros, last_token_micros, closed_micros)
            select cast(lpad(to_hex(cast(extract(epoch from moment) * 1000 as bigint)), 12, '0') || '7'
                    || substr(hash, 1, 3) || '8' || substr(hash, 4, 15) as uuid),
                'bench-' || i, moment, pseudonym, case when u < 0.7 then 'page' else 'api' end,
                case when m < 0.9 then 'gpt-oss-20b' when m < 0.999 then 'gpt-oss-120b' else 'repartee-demo' end, true,
                case when e < 0.3 then 'low' when e < 0.9 then 'medium' else 'high' end, 1024, 1.0,
                case when s < 0.96 then 200 when s < 0.975 then 499 when s < 0.985 then 429 when s < 0.995 then 400
                     when s < 0.9995 then 503 else 500 end,
                case when s < 0.96 then 'stop' when s < 0.975 then 'cancelled' end,
                case when s >= 0.975 then 'refused' end,
                case when s >= 0.975 then 'a sentence that names the thing, the rule, the value and the way out' end,
                cast(50 + 2000 * u * u as int), cast(1000 * u * u as int), cast(e * 800 as int), cast(50 + 400 * m as int),
                cast(first / 100 as bigint), cast(first / 20 as bigint),
                case when s < 0.975 then cast(first as bigint) end, case when s < 0.975 then cast(first + 2000 as bigint) end,
                case when s < 0.975 then cast(first * 3 as bigint) end, case when s < 0.975 then cast(first + 300 as bigint) end,
                case when s < 0.975 then cast(first * 3 + total as bigint) end, cast(first * 3 + total + 500 as bigint)
            from (select i, md5(cast(i as text)) as hash,
                         timestamptz '%s' + (i + random()) * (%s) as moment,
                         random() as u, random() as m, random() as e, random() as s,
                         exp(11.9 + 0.7 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) as first,
                         exp(14.5 + 0.8 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) as total,
                         1 + cast(floor(1000 * power(random(), 3)) as int) as place
                  from generate_series(cast(? as bigint), cast(? as bigint)) i offset 0) request
            join (select pseudonym, row_number() over (order by cast(substr(owner, 6) as int)) as place
                  from audit_person) person using (place)
            order by moment
            """;
}
