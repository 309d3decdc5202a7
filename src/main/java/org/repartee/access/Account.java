package org.repartee.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// One person or program that may sign in.
///
/// @param name unique, never changed, owner of its conversations
/// @param roles of a provider's account: as the provider told last
/// @param provider issuer of the provider that vouches for it; empty: it has a password here
/// @param mustChangePassword whether the password was given by someone else
public record Account(
        UUID id,
        String name,
        Set<Role> roles,
        Optional<String> provider,
        boolean disabled,
        boolean mustChangePassword,
        Instant createdAt,
        Optional<Instant> signedInAt) {

    public Account {
        roles = Set.copyOf(roles);
    }
}
