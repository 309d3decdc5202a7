package org.repartee.export;

import java.util.Arrays;
import java.util.Optional;

/// The characters by which byte-level BPE vocabularies write bytes: a printable Latin-1 character
/// stands for itself, the other 68 bytes for the characters from U+0100 on, in order.
final class ByteAlphabet {

    private static final int BYTES = 256;
    private static final short[] BYTE_OF = byteOf();

    private ByteAlphabet() {}

    /// The bytes that a vocabulary's entry stands for; empty if it has other characters.
    static Optional<byte[]> bytes(String token) {
        var bytes = new byte[token.length()];
        for (var i = 0; i < bytes.length; i++) {
            var character = token.charAt(i);
            if (character >= BYTE_OF.length || BYTE_OF[character] < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) BYTE_OF[character];
        }
        return Optional.of(bytes);
    }

    private static short[] byteOf() {
        var shifted = 0;
        var table = new short[2 * BYTES];
        Arrays.fill(table, (short) -1);
        for (var value = 0; value < BYTES; value++) {
            table[isPrintable(value) ? value : BYTES + shifted++] = (short) value;
        }
        return table;
    }

    private static boolean isPrintable(int value) {
        return (value >= '!' && value <= '~')
                || (value >= 0xA1 && value <= 0xAC)
                || (value >= 0xAE && value <= 0xFF);
    }
}
