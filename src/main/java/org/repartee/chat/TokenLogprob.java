package org.repartee.chat;

import java.util.List;

/// A token's text, bytes and log-probability, beside the most likely alternatives at its place.
///
/// @param top most likely first; empty unless asked for
public record TokenLogprob(
        String token, List<Integer> bytes, float logprob, List<TokenLogprob> top) {}
