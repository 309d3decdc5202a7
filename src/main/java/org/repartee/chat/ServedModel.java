package org.repartee.chat;

import java.time.Instant;
import java.util.List;

/// What the page and `/v1/models` tell of the model behind this server.
///
/// @param name what clients put into `model`
/// @param loadedAt when it was loaded
/// @param maxModelLen most tokens of a prompt and its answer together
/// @param maxTokens most tokens of one answer that a caller may ask for
/// @param presets the lengths which the page offers
public record ServedModel(
        String name, Instant loadedAt, int maxModelLen, int maxTokens, List<Integer> presets) {

    public ServedModel {
        presets = List.copyOf(presets);
    }
}
