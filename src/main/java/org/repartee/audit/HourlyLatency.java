package org.repartee.audit;

import java.time.Instant;

/// How long answers of one hour took, in microseconds. Percentiles interpolate linearly between the
/// two nearest values.
///
/// @param hour its beginning, UTC
/// @param answers how many had a first token; at least 1
public record HourlyLatency(Instant hour, long answers, double p50, double p95, double p99) {}
