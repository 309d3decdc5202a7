package org.repartee.chat;

import java.time.Instant;

/// When and whence a request came: where its latency record begins.
///
/// @param requestId the `x-request-id` of the answer
/// @param client kind of client, for the audit: `page`, `api` or `cli`
/// @param at wall clock, for people
/// @param nanos [System#nanoTime], the clock that every duration of this request is measured with
public record Arrival(String requestId, String client, Instant at, long nanos) {

    public static Arrival now(String requestId, String client) {
        return new Arrival(requestId, client, Instant.now(), System.nanoTime());
    }
}
