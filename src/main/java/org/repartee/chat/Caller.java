package org.repartee.chat;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Who asks: all that the core knows of sign-on.
///
/// @param name unique and stable name of the account; owner of the conversations it starts
/// @param key the API key that it asks with, if it is one
public record Caller(String name, Optional<Key> key) {

    /// An API key.
    ///
    /// @param tokensPerDay its own limit, if it has one
    public record Key(UUID id, OptionalLong tokensPerDay) {}

    public Caller {
        if (name.isBlank()) {
            throw new IllegalArgumentException("caller name must not be blank");
        }
    }

    /// A person.
    public Caller(String name) {
        this(name, Optional.empty());
    }
}
