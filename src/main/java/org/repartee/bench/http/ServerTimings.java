package org.repartee.bench.http;

import jakarta.json.JsonObject;
import java.util.Optional;

/// What Repartee tells of one request by its own clock, in milliseconds.
///
/// @param accepted from the request's arrival until the engine had it
/// @param firstFlush from the request's arrival until its first text was on the wire
/// @param firstDelivery of that text: from its last token's sampling until it was on the wire
/// @param pieces texts that were put on the wire
/// @param meanDelivery the same over all of them
/// @param maxDelivery the slowest of them
record ServerTimings(
        double accepted,
        double firstFlush,
        double firstDelivery,
        int pieces,
        double meanDelivery,
        double maxDelivery) {

    /// The request header that asks for them.
    static final String HEADER = "x-repartee-timings";

    /// @param timings the field of that name in the chunk that tells the usage; other servers use
    ///   the name, too
    static Optional<ServerTimings> of(JsonObject timings) {
        if (!(timings.get("delivery") instanceof JsonObject delivery)
                || !timings.containsKey("first_flush_ms")) {
            return Optional.empty();
        }
        return Optional.of(
                new ServerTimings(
                        number(timings, "accepted_ms"),
                        number(timings, "first_flush_ms"),
                        number(delivery, "first_ms"),
                        delivery.getInt("pieces"),
                        number(delivery, "mean_ms"),
                        number(delivery, "max_ms")));
    }

    /// The server's own part of the time to first token.
    double firstTokenShare() {
        return accepted + firstDelivery;
    }

    /// What the engine took of it, queueing included.
    double engine() {
        return firstFlush - firstTokenShare();
    }

    private static double number(JsonObject json, String name) {
        return json.getJsonNumber(name).doubleValue();
    }
}
