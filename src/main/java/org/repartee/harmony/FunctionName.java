package org.repartee.harmony;

import java.util.regex.Pattern;

/// The rule for names of functions, OpenAI's: other characters could end the header that names the
/// function.
final class FunctionName {

    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private FunctionName() {}

    static void check(String name) {
        if (!ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "function name must match [a-zA-Z0-9_-]{1,64}, got \"" + name + "\"");
        }
    }
}
