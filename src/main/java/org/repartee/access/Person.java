package org.repartee.access;

import java.util.Set;

/// Whom a provider of sign-on vouches for.
///
/// @param issuer the provider's own name, a URL
/// @param subject never used for anybody else there
/// @param name how the person is called there; may change, and may be taken here
/// @param roles what the provider says the person may
public record Person(String issuer, String subject, String name, Set<Role> roles) {

    public Person {
        roles = Set.copyOf(roles);
    }
}
