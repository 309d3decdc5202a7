package org.repartee.bench.audit;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.repartee.audit.AuditQueries;
import org.repartee.bench.Distribution;
import org.repartee.bench.Setting;
import org.repartee.bench.Table;
import org.repartee.database.Database;
import org.repartee.database.Postgres;
import org.repartee.database.PostgresConfig;

/// Fills a database and asks it what a console asks, each question many times.
///
/// @param rows audit rows to fill an empty database with
/// @param repeats how often each question is asked; the first time is told apart, because what it
///   reads may still lie on the disk
/// @param plans whether each question's plan is printed
public record AuditBench(PostgresConfig config, long rows, int repeats, boolean plans) {

    private static final List<String> HEADINGS =
            List.of(" ", "results", "first ms", "p50 ms", "p95 ms", "max ms");

    public AuditBench {
        if (rows < AuditFill.PEOPLE) {
            throw new IllegalArgumentException(
                    "--rows must be at least " + AuditFill.PEOPLE + ", got " + rows);
        }
        if (repeats < 2) {
            throw new IllegalArgumentException("--repeats must be at least 2, got " + repeats);
        }
    }

    /// @param setting of the report's head
    /// @param progress where the fill says how far it is
    public void run(Setting setting, PrintWriter out, PrintWriter progress) throws SQLException {
        try (var postgres = Postgres.connect(config)) {
            var statements = new SlowestStatement(postgres.pool());
            try (var database = Database.open(statements.source(), postgres.patient())) {
                var fill = new AuditFill(postgres.patient(), rows, progress);
                fill.run();
                setting.and(fill.server()).print(out);
                out.printf("rows     %,d%nsizes    %s%n%n", rows, String.join(", ", fill.sizes()));
                measure(new AuditQueries(database), statements, out);
            }
        }
    }

    private void measure(AuditQueries queries, SlowestStatement statements, PrintWriter out)
            throws SQLException {
        var table = new Table(HEADINGS);
        var explained = new ArrayList<String>();
        for (var question : AuditQuestion.all(queries, rows)) {
            table.row(measure(question));
            if (plans) {
                explained.add(question.name() + "\n" + statements.plan());
            }
        }
        table.print(out);
        explained.forEach(plan -> out.println("\n" + plan));
        out.flush();
    }

    private List<String> measure(AuditQuestion question) {
        var results = 0;
        var millis = new double[repeats];
        for (var i = 0; i < repeats; i++) {
            var begin = System.nanoTime();
            results = question.ask();
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        var warm = Distribution.of(DoubleStream.of(millis).skip(1));
        return List.of(
                question.name(),
                String.valueOf(results),
                shown(millis[0]),
                shown(warm.median()),
                shown(warm.percentile(95)),
                shown(warm.max()));
    }

    private static String shown(double millis) {
        return "%.1f".formatted(millis);
    }
}
