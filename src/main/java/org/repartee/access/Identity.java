package org.repartee.access;

import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// Who a request comes from, and what it was let in with.
///
/// @param account id of the account
/// @param name the account's name: unique, never changed, owner of its conversations
/// @param roles what the person may
/// @param scopes what this way in may; all but a key's way in may everything
public record Identity(
        UUID account, String name, Set<Role> roles, Set<Scope> scopes, Credential credential) {

    static final Set<Scope> EVERYTHING = Set.of(Scope.values());

    public Identity {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }

    /// What a request was let in with.
    public sealed interface Credential {

        /// A browser's cookie.
        ///
        /// @param restricted may do nothing but choose a new password
        record Session(UUID id, boolean restricted) implements Credential {}

        /// An API key.
        ///
        /// @param tokensPerDay its own limit, if it has one
        record Key(UUID id, OptionalLong tokensPerDay) implements Credential {}

        /// A token that the provider of sign-on signed.
        record Token() implements Credential {}
    }

    /// Whether a role and a scope are both given.
    public boolean may(Role role, Scope scope) {
        return roles.contains(role) && scopes.contains(scope);
    }
}
