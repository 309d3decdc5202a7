package org.repartee.export;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/// The alphabet of byte-level BPE, as GPT-2 introduced it: each byte is written as one visible
/// character. Bytes that are visible in Latin-1 stand for themselves, the others follow from U+0100
/// on.
final class ByteAlphabet {

    private static final int FIRST_SUBSTITUTE = 0x100;

    private final Map<Character, Byte> bytes = new HashMap<>();

    ByteAlphabet() {
        var substitute = FIRST_SUBSTITUTE;
        for (var value = 0; value < 1 << Byte.SIZE; value++) {
            var character = visible(value) ? value : substitute++;
            bytes.put((char) character, (byte) value);
        }
    }

    /// The bytes that `text` stands for.
    byte[] bytes(String text) {
        var out = new ByteArrayOutputStream();
        for (var i = 0; i < text.length(); i++) {
            var value = bytes.get(text.charAt(i));
            if (value == null) {
                throw new IllegalArgumentException(
                        "token \"%s\" holds U+%04X, which stands for no byte"
                                .formatted(text, (int) text.charAt(i)));
            }
            out.write(value);
        }
        return out.toByteArray();
    }

    private static boolean visible(int value) {
        return (value >= '!' && value <= '~')
                || (value >= 0xA1 && value <= 0xAC)
                || (value >= 0xAE && value <= 0xFF);
    }
}
