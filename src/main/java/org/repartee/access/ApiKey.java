package org.repartee.access;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// A key by which a program asks in its owner's name, without its secret.
///
/// @param owner name of the account
/// @param label what its owner calls it
/// @param prefix how its secret begins, to recognise it by
/// @param tokensPerDay most tokens of prompts and answers a day; empty: no limit of its own
/// @param lastUsedAt to the minute
public record ApiKey(
        UUID id,
        String owner,
        String label,
        String prefix,
        Set<Scope> scopes,
        OptionalLong tokensPerDay,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> revokedAt) {

    /// What every secret of a key begins with.
    public static final String MARK = "rp-";

    static final int PREFIX_LENGTH = MARK.length() + 5;

    public ApiKey {
        scopes = Set.copyOf(scopes);
    }
}
