package org.repartee.bench.engine;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.repartee.bench.Distribution;
import org.repartee.bench.Setting;
import org.repartee.bench.Table;

/// What was measured: one row each.
public record EngineReport(List<Row> rows) {

    private static final String NONE = "-";

    public EngineReport {
        rows = List.copyOf(rows);
    }

    /// Whether something could not be measured although it should.
    public boolean anyFailed() {
        return rows.stream().anyMatch(Row::hasFailed);
    }

    public void print(PrintWriter out) {
        var table = new Table(List.of("", "ms p50", "p95", "p99", "tokens/s", ""));
        for (var row : rows) {
            table.row(
                    List.of(
                            row.what(),
                            percentile(row.millis(), 50),
                            percentile(row.millis(), 95),
                            percentile(row.millis(), 99),
                            rate(row.tokensPerSecond()),
                            row.note()));
        }
        table.print(out);
    }

    public JsonObject toJson(Setting setting) {
        var all = Json.createArrayBuilder();
        rows.forEach(row -> all.add(row.toJson()));
        return setting.toJson().add("rows", all).build();
    }

    private static String percentile(Distribution values, int percent) {
        return values.isEmpty()
                ? NONE
                : String.format(Locale.ROOT, "%,.2f", values.percentile(percent));
    }

    private static String rate(OptionalDouble rate) {
        return rate.isEmpty() ? NONE : String.format(Locale.ROOT, "%,.0f", rate.getAsDouble());
    }
}
