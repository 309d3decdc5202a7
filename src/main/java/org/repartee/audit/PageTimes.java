package org.repartee.audit;

import java.util.OptionalLong;

/// What a page measured of an answer by its own clock, in microseconds.
///
/// @param network round trip to the server, without the server's own time
/// @param firstWord from the reader's Enter until the first word was on the screen
/// @param painted from the first token's arrival until 99 % of the text was on the screen
public record PageTimes(OptionalLong network, OptionalLong firstWord, OptionalLong painted) {}
