package org.repartee.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What an API key was made for. A key never may more than the roles of its owner allow.
public enum Scope {
    /// Ask: `/v1` and the WebSocket.
    CHAT,
    /// Read, rename and delete stored chats.
    CONVERSATIONS,
    /// Make, list and revoke the owner's keys.
    KEYS,
    /// Read the audit.
    AUDIT,
    /// Manage accounts.
    ADMINISTRATION;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Scope> of(String wireName) {
        return Arrays.stream(values()).filter(s -> s.wireName().equals(wireName)).findFirst();
    }

    static String join(Collection<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::wireName).collect(Collectors.joining(" "));
    }

    static Set<Scope> split(String words) {
        var scopes = EnumSet.noneOf(Scope.class);
        for (var word : words.split(" ", -1)) {
            of(word).ifPresent(scopes::add);
        }
        return Set.copyOf(scopes);
    }
}
