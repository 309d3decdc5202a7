package org.repartee.harmony;

import java.util.regex.Pattern;

/// The rule for names of functions and response formats, OpenAI's: other characters could end the
/// header that names the function.
final class FormatName {

    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private FormatName() {}

    static void check(String field, String name) {
        if (!ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    field + " must match [a-zA-Z0-9_-]{1,64}, got \"" + name + "\"");
        }
    }
}
