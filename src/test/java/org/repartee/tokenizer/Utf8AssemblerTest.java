package org.repartee.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8AssemblerTest {

    private final Utf8Assembler characters = new Utf8Assembler();

    @Test
    void aCharacterAppearsWithItsLastByte() {
        var rocket = "\uD83D\uDE80".getBytes(UTF_8);
        assertThat(characters.append(Arrays.copyOfRange(rocket, 0, 1))).isEmpty();
        assertThat(characters.append(Arrays.copyOfRange(rocket, 1, 3))).isEmpty();
        assertThat(characters.pending()).isTrue();
        assertThat(characters.append(Arrays.copyOfRange(rocket, 3, 4))).isEqualTo("\uD83D\uDE80");
        assertThat(characters.pending()).isFalse();
        assertThat(characters.finish()).isEmpty();
    }

    @Test
    void aBrokenCharacterIsReplacedOnceAndWhatFollowsIsKept() {
        assertThat(characters.append(new byte[] {(byte) 0xE4, (byte) 0xBD})).isEmpty();
        assertThat(characters.append(new byte[] {'a'})).isEqualTo("\uFFFDa");
    }

    @Test
    void anUnfinishedCharacterIsReplacedOnceAtTheEnd() {
        assertThat(characters.append(new byte[] {'a', (byte) 0xF0, (byte) 0x9F, (byte) 0x9A}))
                .isEqualTo("a");
        assertThat(characters.finish()).isEqualTo("\uFFFD");
        assertThat(characters.append(new byte[] {'b'})).isEqualTo("b");
    }

    @Test
    void aCharacterThatWasCutOffIsForgotten() {
        assertThat(characters.append(new byte[] {(byte) 0xE4})).isEmpty();
        characters.discard();
        assertThat(characters.append(new byte[] {'b'})).isEqualTo("b");
    }

    @Test
    void anyBytesInAnyChunksGiveTheTextOfAllBytesAtOnce() {
        var seed = 42L;
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++) {
            var bytes = bytes(random);
            var text = new StringBuilder();
            for (var from = 0; from < bytes.length; ) {
                var to = Math.min(bytes.length, from + random.nextInt(4));
                text.append(characters.append(Arrays.copyOfRange(bytes, from, to)));
                from = to;
            }
            text.append(characters.finish());
            assertThat(text).as("seed %d, bytes %d", seed, i).hasToString(new String(bytes, UTF_8));
        }
    }

    private static byte[] bytes(Random random) {
        var bytes = RandomText.next(random, 6).getBytes(UTF_8);
        for (var broken = random.nextInt(3); broken > 0 && bytes.length > 0; broken--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
