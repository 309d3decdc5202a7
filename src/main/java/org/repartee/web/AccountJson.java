package org.repartee.web;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.repartee.access.Account;
import org.repartee.access.ApiKey;
import org.repartee.access.Role;
import org.repartee.access.Scope;

/// Accounts and keys as clients read them. Times are ISO 8601 in UTC; what is absent is null.
final class AccountJson {

    private AccountJson() {}

    static String accounts(List<Account> accounts) {
        return new JsonText()
                .object(json -> {
                    json.writeStartArray("data");
                    for (var account : accounts) {
                        json.writeStartObject();
                        write(json, account);
                        json.writeEnd();
                    }
                    json.writeEnd();
                });
    }

    static void write(JsonGenerator json, Account account) {
        json.write("name", account.name());
        roles(json, account.roles());
        account.provider()
                .ifPresentOrElse(
                        provider -> json.write("provider", provider),
                        () -> json.writeNull("provider"));
        json.write("disabled", account.disabled())
                .write("must_change_password", account.mustChangePassword())
                .write("created_at", account.createdAt().toString());
        write(json, "signed_in_at", account.signedInAt());
    }

    static void roles(JsonGenerator json, Set<Role> roles) {
        json.writeStartArray("roles");
        roles.stream().sorted().map(Role::wireName).forEach(json::write);
        json.writeEnd();
    }

    static String keys(List<ApiKey> keys) {
        return new JsonText()
                .object(json -> {
                    json.writeStartArray("data");
                    for (var key : keys) {
                        json.writeStartObject();
                        write(json, key);
                        json.writeEnd();
                    }
                    json.writeEnd();
                });
    }

    static void write(JsonGenerator json, ApiKey key) {
        json.write("id", key.id().toString())
                .write("owner", key.owner())
                .write("label", key.label())
                .write("prefix", key.prefix())
                .writeStartArray("scopes");
        key.scopes().stream().sorted().map(Scope::wireName).forEach(json::write);
        json.writeEnd();
        key.tokensPerDay()
                .ifPresentOrElse(
                        limit -> json.write("tokens_per_day", limit),
                        () -> json.writeNull("tokens_per_day"));
        json.write("created_at", key.createdAt().toString());
        write(json, "expires_at", key.expiresAt());
        write(json, "last_used_at", key.lastUsedAt());
        write(json, "revoked_at", key.revokedAt());
    }

    /// Reads a list of roles.
    static Set<Role> roles(Field field) {
        return read(field, Role.class, Role.values());
    }

    static Set<Scope> scopes(Field field) {
        return read(field, Scope.class, Scope.values());
    }

    private static <E extends Enum<E>> Set<E> read(Field field, Class<E> type, E[] all) {
        var words = List.of(all).stream().map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
        Collection<E> found = EnumSet.noneOf(type);
        for (var element : field.list()) {
            found.add(all[words.indexOf(element.oneOf(words))]);
        }
        return Set.copyOf(found);
    }

    private static void write(JsonGenerator json, String name, Optional<Instant> at) {
        at.ifPresentOrElse(time -> json.write(name, time.toString()), () -> json.writeNull(name));
    }
}
