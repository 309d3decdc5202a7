package org.repartee.bench.http;

/// What became of a request.
public sealed interface Outcome {

    record Completed(CompletedRequest request) implements Outcome {}

    /// @param kind short, the same for failures of the same cause
    /// @param message what exactly happened
    record Failed(String kind, String message) implements Outcome {}
}
