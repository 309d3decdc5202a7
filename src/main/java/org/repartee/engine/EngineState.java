package org.repartee.engine;

/// Whether the engine takes requests, and if not, why.
public sealed interface EngineState {

    record Serving() implements EngineState {}

    /// The device was lost. What ran has failed, what waits goes on waiting, what comes is refused.
    ///
    /// @param waitsFor what is being done about it
    record Recovering(String waitsFor) implements EngineState {}

    /// Everything is refused until the server is restarted.
    record OutOfOrder(String reason) implements EngineState {}
}
