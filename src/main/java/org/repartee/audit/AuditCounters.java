package org.repartee.audit;

/// How the audit does, for health and metrics.
///
/// @param capacity permits that exist
/// @param reserved permits that are out: requests in flight and rows that wait
/// @param waiting rows that wait for the database
/// @param written rows that are in the database
/// @param retries failed attempts to write
/// @param lost rows given up, each of them logged
public record AuditCounters(
        int capacity, int reserved, int waiting, long written, long retries, long lost) {}
