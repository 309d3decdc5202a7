package org.repartee.chat;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// A question in a conversation that the server keeps.
///
/// @param conversation where it is asked; absent: a new one begins
/// @param maxTokens most tokens of the answer, reasoning included; absent: as many as the server
///   allows
public record Question(
        Caller caller,
        Arrival arrival,
        Optional<UUID> conversation,
        String text,
        Effort effort,
        OptionalInt maxTokens) {}
