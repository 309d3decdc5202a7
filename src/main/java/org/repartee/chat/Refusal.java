package org.repartee.chat;

/// A request that was refused before it became a [Turn] or a [Question]; only the audit hears of
/// it.
///
/// @param status HTTP status it was answered with
/// @param code the error's code or type
public record Refusal(Caller caller, Arrival arrival, int status, String code, String message) {}
