package org.repartee.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a person is for this server. Nobody's role includes another's.
public enum Role {
    /// Chats, and makes keys to do so by program.
    USER,
    /// Reads the audit, which has no texts.
    AUDITOR,
    /// Manages accounts and everybody's keys.
    ADMINISTRATOR;

    /// As the API and the container spell it.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String wireName) {
        return Arrays.stream(values()).filter(r -> r.wireName().equals(wireName)).findFirst();
    }

    static String join(Collection<Role> roles) {
        return roles.stream().sorted().map(Role::wireName).collect(Collectors.joining(" "));
    }

    static Set<Role> split(String words) {
        var roles = EnumSet.noneOf(Role.class);
        for (var word : words.split(" ", -1)) {
            of(word).ifPresent(roles::add);
        }
        return Set.copyOf(roles);
    }
}
