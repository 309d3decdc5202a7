package org.repartee.engine;

import java.util.ArrayList;
import java.util.List;

/// What the engine has to tell its callers, until the device is at work again: waking them takes
/// longer than choosing their tokens.
///
/// Not thread-safe: the engine thread owns it.
final class Outbox {

    private final List<Generation> generations = new ArrayList<>();
    private final List<GenerationEvent> events = new ArrayList<>();

    void add(Generation generation, GenerationEvent event) {
        generations.add(generation);
        events.add(event);
    }

    /// Delivers everything, in the order in which it was added.
    void deliver() {
        for (var i = 0; i < events.size(); i++) {
            generations.get(i).deliver(events.get(i));
        }
        generations.clear();
        events.clear();
    }
}
