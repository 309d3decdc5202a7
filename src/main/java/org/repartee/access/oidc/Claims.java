package org.repartee.access.oidc;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.repartee.access.Person;
import org.repartee.access.Role;

/// Reads who somebody is, and may what, from a token's claims.
record Claims(OidcSettings settings) {

    private static final Pattern DOT = Pattern.compile("\\.");

    /// @param claims of a token that was checked; `sub` is among them
    Person person(Map<String, Object> claims) {
        var subject = String.valueOf(claims.get("sub"));
        var name = claims.get(settings.nameClaim()) instanceof String text ? text : subject;
        return new Person(settings.issuer().toString(), subject, name, roles(claims));
    }

    private Set<Role> roles(Map<String, Object> claims) {
        var told = words(find(claims, settings.rolesClaim()));
        var roles = EnumSet.noneOf(Role.class);
        settings.roleNames()
                .forEach((role, names) -> {
                    if (told.stream().anyMatch(names::contains)) {
                        roles.add(role);
                    }
                });
        return roles;
    }

    /// A claim may have dots in its name, as URLs have; else they lead into objects.
    private static @Nullable Object find(Map<?, ?> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        Object found = claims;
        for (var step : DOT.split(path, -1)) {
            found = found instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return found;
    }

    private static List<String> words(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case Collection<?> many -> many.stream().map(String::valueOf).toList();
            case Object one -> List.of(String.valueOf(one).split(" ", -1));
        };
    }
}
