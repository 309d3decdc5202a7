package org.repartee.access;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// What an account may be called. Two names that look the same are the same.
final class AccountName {

    private static final int LONGEST = 64;
    private static final Pattern ALLOWED =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._@+-]{0," + (LONGEST - 1) + "}");
    private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{M}\\p{N}._@+-]");

    private AccountName() {}

    /// As it is stored and compared.
    static String normal(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /// @throws AccessFailure.Invalid if no account may have it
    static String checked(String name) {
        var normal = normal(name);
        if (!ALLOWED.matcher(normal).matches()) {
            throw new AccessFailure.Invalid(
                    "name",
                    "name must be 1 to %d letters, digits and . _ @ + -, got %s"
                            .formatted(LONGEST, name));
        }
        return normal;
    }

    /// What comes nearest to a provider's name.
    ///
    /// @param number 1 for the name itself; higher ones when that is taken
    static String near(String name, int number) {
        var letters =
                OTHER.matcher(normal(name)).replaceAll("-").replaceAll("^[^\\p{L}\\p{N}]+", "");
        var ending = number == 1 ? "" : "-" + number;
        var start = letters.isEmpty() ? "user" : letters;
        return start.substring(0, Math.min(start.length(), LONGEST - ending.length())) + ending;
    }
}
