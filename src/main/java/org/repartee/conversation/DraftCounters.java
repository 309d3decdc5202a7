package org.repartee.conversation;

/// How the saving of answers does, for health and metrics.
///
/// @param drafts answers that are open or wait for the database
/// @param retries failed attempts to save
/// @param dropped answers that were not stored: their conversation was deleted, or the database
///   refused them
public record DraftCounters(int drafts, long retries, long dropped) {}
