package org.repartee.bench.http;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Limits that a request must keep to count as good, in milliseconds.
public record Goodput(Map<Metric, Double> limits) {

    /// What can be limited.
    public enum Metric {
        TTFT,
        TPOT,
        E2EL
    }

    public Goodput {
        limits = Map.copyOf(limits);
    }

    /// Reads limits such as `ttft:800` and `tpot:50`.
    public static Goodput parse(List<String> words) {
        var limits = new EnumMap<Metric, Double>(Metric.class);
        for (var word : words) {
            if (!word.matches("(?i)(ttft|tpot|e2el):\\d+(\\.\\d+)?")) {
                throw new IllegalArgumentException(
                        "--goodput must hold ttft:MS, tpot:MS or e2el:MS, got " + word);
            }
            var parts = word.split(":", 2);
            limits.put(
                    Metric.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                    Double.parseDouble(parts[1]));
        }
        return new Goodput(limits);
    }

    boolean isGood(CompletedRequest request) {
        return limits.entrySet().stream()
                .allMatch(limit -> value(limit.getKey(), request) <= limit.getValue());
    }

    private static double value(Metric metric, CompletedRequest request) {
        return switch (metric) {
            case TTFT -> request.ttft();
            case TPOT -> request.tpot().findFirst().orElse(0);
            case E2EL -> request.e2el();
        };
    }

    @Override
    public String toString() {
        return limits.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(limit ->
                        String.format(
                                Locale.ROOT,
                                "%s<=%.0f",
                                limit.getKey().name().toLowerCase(Locale.ROOT),
                                limit.getValue()))
                .collect(Collectors.joining(" "));
    }
}
