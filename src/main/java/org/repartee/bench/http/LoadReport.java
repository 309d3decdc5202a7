package org.repartee.bench.http;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.repartee.bench.Distribution;
import org.repartee.bench.Setting;
import org.repartee.bench.Table;

/// Prints what several loads came to: one column each.
public record LoadReport(List<LoadSummary> loads, Optional<Goodput> limits) {

    private static final String NONE = "-";

    public void print(PrintWriter out) {
        var headings = Stream.concat(Stream.of(""), loads.stream().map(LoadSummary::load));
        var table = new Table(headings.toList());
        throughput(table);
        quantities(table, "TTFT ms", LoadSummary::ttft);
        quantities(table, "TPOT ms", LoadSummary::tpot);
        quantities(table, "ITL ms", LoadSummary::itl);
        quantities(table, "E2EL ms", LoadSummary::e2el);
        if (loads.stream().anyMatch(load -> load.server().isPresent())) {
            serverShare(table);
        }
        table.print(out);
        failures(out);
        out.flush();
    }

    public boolean anyFailed() {
        return loads.stream().anyMatch(load -> load.failed() > 0);
    }

    public JsonObject toJson(Setting setting) {
        var all = Json.createArrayBuilder();
        loads.forEach(load -> all.add(load.toJson()));
        return setting.toJson().add("loads", all).build();
    }

    private void throughput(Table table) {
        row(table, "requests completed", load -> String.valueOf(load.completed()));
        row(table, "requests failed", load -> String.valueOf(load.failed()));
        row(table, "duration s", load -> decimal(load.seconds()));
        row(table, "prompt tokens, mean", load -> mean(load.promptTokens()));
        row(
                table,
                "  of these from the prefix cache",
                load -> load.cachedTokens().isPresent() ? cachedShare(load) : NONE);
        row(table, "output tokens", load -> String.valueOf(load.outputTokens()));
        row(table, "requests/s", load -> decimal(load.requestsPerSecond()));
        row(table, "output tokens/s", load -> decimal(load.outputTokensPerSecond()));
        row(table, "all tokens/s", load -> decimal(load.totalTokensPerSecond()));
        limits.ifPresent(limit ->
                row(
                        table,
                        "goodput requests/s, " + limit,
                        load ->
                                load.goodput().isPresent()
                                        ? decimal(load.goodput().getAsDouble())
                                        : NONE));
    }

    private void quantities(
            Table table, String name, Function<LoadSummary, Distribution> quantity) {
        row(table, name + " mean", load -> mean(quantity.apply(load)));
        for (var percent : List.of(50, 95, 99)) {
            row(
                    table,
                    "%s p%d".formatted(name, percent),
                    load -> percentile(quantity.apply(load), percent));
        }
    }

    private void serverShare(Table table) {
        share(table, "server: HTTP in to engine ms p50", s -> percentile(s.accepted(), 50));
        share(table, "server: token to wire, first ms p50", s -> percentile(s.firstDelivery(), 50));
        share(table, "server: share of TTFT ms p50", s -> percentile(s.firstToken(), 50));
        share(table, "server: share of TTFT ms p99", s -> percentile(s.firstToken(), 99));
        share(table, "  at most, client's clock ms p50", s -> percentile(s.firstTokenBound(), 50));
        share(table, "server: token to wire ms mean", s -> mean(s.delivery()));
        share(table, "server: token to wire ms p99 of means", s -> percentile(s.delivery(), 99));
        share(table, "server: token to wire ms slowest", s -> decimal(s.slowest()));
    }

    private void share(Table table, String name, Function<ServerShare, String> value) {
        row(table, name, load -> load.server().map(value).orElse(NONE));
    }

    private void row(Table table, String name, Function<LoadSummary, String> value) {
        table.row(Stream.concat(Stream.of(name), loads.stream().map(value)).toList());
    }

    private void failures(PrintWriter out) {
        for (var load : loads) {
            load.failures()
                    .forEach((kind, count) ->
                            out.printf(
                                    "%s: %d x %s, for example: %s%n",
                                    load.load(), count, kind, load.examples().get(kind)));
        }
    }

    private static String cachedShare(LoadSummary load) {
        var all = load.promptTokens().isEmpty() ? 0 : load.promptTokens().mean() * load.completed();
        return all == 0
                ? NONE
                : String.format(
                        Locale.ROOT, "%.1f %%", 100 * load.cachedTokens().orElseThrow() / all);
    }

    private static String mean(Distribution values) {
        return values.isEmpty() ? NONE : decimal(values.mean());
    }

    private static String percentile(Distribution values, int percent) {
        return values.isEmpty() ? NONE : decimal(values.percentile(percent));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.3f" : "%.1f", value);
    }
}
