package org.repartee.chat;

import java.util.OptionalInt;
import org.repartee.conversation.Place;

/// A question in a conversation that the server keeps.
///
/// @param place where it is asked, and what
/// @param maxTokens most tokens of the answer, reasoning included; absent: as many as the server
///   allows. If given, the model is told so.
public record Question(
        Caller caller, Arrival arrival, Place place, Effort effort, OptionalInt maxTokens) {}
