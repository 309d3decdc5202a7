package org.repartee.access.oidc;

import java.util.Optional;
import java.util.regex.Pattern;

/// A sign-in that is under way at the provider. The browser keeps it in a cookie meanwhile; it
/// comes back with the same browser or not at all.
///
/// @param state ties the provider's answer to this browser
/// @param nonce ties the provider's token to this sign-in
/// @param verifier proves that who began also ends it (PKCE)
public record Pending(String state, String nonce, String verifier) {

    private static final Pattern TEXT =
            Pattern.compile("([\\w-]{43})\\.([\\w-]{43})\\.([\\w-]{43})");

    /// As a cookie's value.
    public String text() {
        return state + "." + nonce + "." + verifier;
    }

    public static Optional<Pending> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Pending(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "Pending";
    }
}
