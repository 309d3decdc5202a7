package org.repartee.harmony;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.repartee.tokenizer.SpecialToken;
import org.repartee.tokenizer.Tokenizer;

/// Tokens as people read them: special tokens by their names, `<|?|>` for an id that means nothing,
/// `<|byte XX|>` for a single byte.
record HarmonyText(Tokenizer tokenizer) {

    private static final Pattern CONTROL = Pattern.compile("<\\|(byte )?([a-zA-Z0-9?]+)\\|>");

    /// The tokens of such a text.
    int[] ids(String text) {
        var ids = IntStream.builder();
        var controls = CONTROL.matcher(text);
        var from = 0;
        while (controls.find()) {
            Arrays.stream(tokenizer.encode(text.substring(from, controls.start()))).forEach(ids);
            ids.add(
                    id(
                            controls.group(),
                            Optional.ofNullable(controls.group(1)),
                            controls.group(2)));
            from = controls.end();
        }
        Arrays.stream(tokenizer.encode(text.substring(from))).forEach(ids);
        return ids.build().toArray();
    }

    /// The text of such tokens.
    String of(int[] ids) {
        var text = new StringBuilder();
        var from = 0;
        for (var i = 0; i <= ids.length; i++) {
            if (i == ids.length || !tokenizer.isText(ids[i])) {
                text.append(tokenizer.decode(Arrays.copyOfRange(ids, from, i)));
                from = i + 1;
                text.append(i == ids.length ? "" : name(ids[i]));
            }
        }
        return text.toString();
    }

    private String name(int id) {
        return tokenizer.special(id).map(SpecialToken::text).orElse("<|?|>");
    }

    private int id(String name, Optional<String> singleByte, String value) {
        if (singleByte.isPresent()) {
            return byteToken((byte) Integer.parseInt(value, 16));
        }
        for (var special : SpecialToken.values()) {
            if (special.text().equals(name)) {
                return tokenizer.special(special);
            }
        }
        return tokenizer.vocabularySize() - 1;
    }

    private int byteToken(byte value) {
        return IntStream.range(0, tokenizer.vocabularySize())
                .filter(id -> Arrays.equals(tokenizer.bytes(id), new byte[] {value}))
                .findFirst()
                .orElseThrow();
    }
}
