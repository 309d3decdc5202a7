package org.repartee.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/// Joins the bytes of tokens into whole characters: a character whose bytes are spread over several
/// tokens appears once its last byte is there, never as U+FFFD.
///
/// Bytes that no continuation could make valid are replaced by U+FFFD, one for each maximal
/// ill-formed sequence (Unicode, section 3.9, as `String` does), so that any chunking of the same
/// bytes gives the same text. Not thread-safe: each message has its own.
public final class Utf8Assembler {

    private static final int LONGEST_TAIL = 3;

    private final CharsetDecoder decoder =
            UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final byte[] tail = new byte[LONGEST_TAIL];
    private int tailLength;

    /// The characters that are complete with these bytes, possibly none.
    public String append(byte[] bytes) {
        var input = ByteBuffer.allocate(tailLength + bytes.length);
        input.put(tail, 0, tailLength).put(bytes).flip();
        var text = CharBuffer.allocate(input.remaining());
        decoder.reset().decode(input, text, false);
        tailLength = input.remaining();
        input.get(tail, 0, tailLength);
        return text.flip().toString();
    }

    /// Whether bytes of an unfinished character wait for the rest.
    public boolean pending() {
        return tailLength > 0;
    }

    /// Ends the text: an unfinished character becomes one U+FFFD, and the assembler is empty again.
    public String finish() {
        var rest = tailLength > 0 ? "\uFFFD" : "";
        tailLength = 0;
        return rest;
    }

    /// Forgets an unfinished character: the text was cut off within it.
    public void discard() {
        tailLength = 0;
    }
}
