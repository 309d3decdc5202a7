package org.repartee.bench.http;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import org.repartee.bench.Distribution;

/// The server's own share of its requests: what neither the engine nor its queue took.
/// Milliseconds.
///
/// @param accepted HTTP in until the engine had the request, by the server's clock
/// @param firstDelivery first text: from its token's sampling until it was on the wire
/// @param firstToken both together: the share of the time to first token
/// @param firstTokenBound time to first token by the client's clock without what the engine took:
///   also holds the network and the client
/// @param delivery one value per request: the mean over its texts of the time from sampling until
///   it was on the wire
/// @param pieces texts of all requests
/// @param slowest of all deliveries
record ServerShare(
        Distribution accepted,
        Distribution firstDelivery,
        Distribution firstToken,
        Distribution firstTokenBound,
        Distribution delivery,
        long pieces,
        double slowest) {

    /// Empty unless the server told of at least one request.
    static Optional<ServerShare> of(List<CompletedRequest> requests) {
        var told = requests.stream().filter(request -> request.server().isPresent()).toList();
        if (told.isEmpty()) {
            return Optional.empty();
        }
        var timings = told.stream().flatMap(request -> request.server().stream()).toList();
        return Optional.of(
                new ServerShare(
                        Distribution.of(timings.stream().mapToDouble(ServerTimings::accepted)),
                        Distribution.of(timings.stream().mapToDouble(ServerTimings::firstDelivery)),
                        Distribution.of(
                                timings.stream().mapToDouble(ServerTimings::firstTokenShare)),
                        Distribution.of(
                                told.stream()
                                        .mapToDouble(request ->
                                                request.ttft()
                                                        - request.server().orElseThrow().engine())),
                        Distribution.of(timings.stream().mapToDouble(ServerTimings::meanDelivery)),
                        timings.stream().mapToLong(ServerTimings::pieces).sum(),
                        timings.stream()
                                .mapToDouble(ServerTimings::maxDelivery)
                                .max()
                                .orElseThrow()));
    }

    JsonObjectBuilder toJson() {
        return Json.createObjectBuilder()
                .add("accepted_ms", accepted.toJson())
                .add("first_delivery_ms", firstDelivery.toJson())
                .add("first_token_ms", firstToken.toJson())
                .add("first_token_bound_ms", firstTokenBound.toJson())
                .add("delivery_ms", delivery.toJson())
                .add("pieces", pieces)
                .add("slowest_delivery_ms", slowest);
    }
}
