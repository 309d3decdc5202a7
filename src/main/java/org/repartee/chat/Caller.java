package org.repartee.chat;

/// Who asks: all that the core knows of sign-on.
///
/// @param name unique and stable name of the person or key; owner of the conversations it starts
public record Caller(String name) {

    public Caller {
        if (name.isBlank()) {
            throw new IllegalArgumentException("caller name must not be blank");
        }
    }
}
