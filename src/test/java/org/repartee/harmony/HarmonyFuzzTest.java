package org.repartee.harmony;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.repartee.harmony.HarmonyEvent.Delta;
import org.repartee.harmony.HarmonyEvent.MessageEnded;
import org.repartee.harmony.HarmonyEvent.MessageStarted;
import org.repartee.tokenizer.RandomText;
import org.repartee.tokenizer.SpecialToken;
import org.repartee.tokenizer.Tokenizer;
import org.repartee.tokenizer.Vocabularies;

/// 100,000 random token streams: control tokens, headers, text, parts of characters and ids that
/// mean nothing, in any order.
class HarmonyFuzzTest {

    private static final int STREAMS = 50_000;
    private static final long SEED = 20260401L;
    private static final String[] WORDS = {
        "assistant",
        "analysis",
        "commentary",
        "final",
        " to=functions.f",
        "json",
        "user",
        " ",
        "The answer is 4.",
        "\uD83D\uDE80",
        "\u4F60\u597D"
    };

    @Test
    void anyStreamOfO200kIsReadWithoutHarm() {
        readStreams(Vocabularies.O200K);
    }

    @Test
    void anyStreamOfBytesIsReadWithoutHarm() {
        readStreams(Vocabularies.BYTES);
    }

    private static void readStreams(Tokenizer tokenizer) {
        var random = new Random(SEED);
        for (var i = 0; i < STREAMS; i++) {
            var stream = stream(tokenizer, random);
            var events = events(tokenizer, stream);
            var which =
                    "seed " + SEED + ", stream " + i + ": " + new HarmonyText(tokenizer).of(stream);
            assertFrame(events, which);
            assertThat(EventText.of(new HarmonyParser(tokenizer), stream))
                    .as(which)
                    .isEqualTo(
                            EventText.of(
                                    new HarmonyParser(tokenizer), byteByByte(tokenizer, stream)));
            assertReserveIsHarmless(tokenizer, stream, which);
        }
    }

    /// Content of any well-formed message arrives as the tokenizer decodes it, however its bytes
    /// were cut into tokens: no U+FFFD, nothing lost, nothing of a header.
    @Test
    void contentArrivesAsItIsHoweverItsBytesAreCut() {
        var random = new Random(SEED);
        for (var i = 0; i < 20_000; i++) {
            var tokenizer = random.nextBoolean() ? Vocabularies.O200K : Vocabularies.BYTES;
            var channel = Channel.values()[random.nextInt(3)];
            var content = RandomText.next(random, 12);
            var stream = IntStream.builder();
            for (var id : header(tokenizer, channel)) {
                stream.add(id);
            }
            for (var value : cut(tokenizer, content, random)) {
                stream.add(value);
            }
            stream.add(tokenizer.special(SpecialToken.END));
            var events = events(tokenizer, stream.build().toArray());
            assertThat(text(events)).as("seed %d, content %d", SEED, i).isEqualTo(content);
            assertThat(((MessageStarted) events.getFirst()).channel()).isEqualTo(channel);
        }
    }

    private static int[] header(Tokenizer tokenizer, Channel channel) {
        return new TokenSequence(tokenizer)
                .special(SpecialToken.CHANNEL)
                .text(channel.word())
                .special(SpecialToken.MESSAGE)
                .ids();
    }

    private static int[] cut(Tokenizer tokenizer, String content, Random random) {
        if (random.nextBoolean()) {
            return tokenizer.encode(content);
        }
        return byteByByte(tokenizer, tokenizer.encode(content));
    }

    /// The same stream with its text in the smallest pieces there are.
    private static int[] byteByByte(Tokenizer tokenizer, int[] stream) {
        var ids = singleBytes(tokenizer);
        return Arrays.stream(stream)
                .flatMap(id ->
                        tokenizer.isText(id)
                                ? bytes(tokenizer.bytes(id)).map(value -> ids[value])
                                : IntStream.of(id))
                .toArray();
    }

    private static IntStream bytes(byte[] bytes) {
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF);
    }

    private static int[] singleBytes(Tokenizer tokenizer) {
        var ids = new int[256];
        for (var id = 0; id < 512; id++) {
            if (tokenizer.bytes(id).length == 1) {
                ids[tokenizer.bytes(id)[0] & 0xFF] = id;
            }
        }
        return ids;
    }

    private static int[] stream(Tokenizer tokenizer, Random random) {
        var stream = IntStream.builder();
        for (var i = random.nextInt(30); i >= 0; i--) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 ->
                        stream.add(tokenizer.special(SpecialToken.values()[random.nextInt(8)]));
                case 3, 4 -> add(tokenizer.encode(WORDS[random.nextInt(WORDS.length)]), stream);
                case 5 -> add(tokenizer.encode(RandomText.next(random, 4)), stream);
                case 6 -> stream.add(random.nextInt(300));
                default -> stream.add(random.nextInt(tokenizer.vocabularySize() + 100) - 50);
            }
        }
        return stream.build().toArray();
    }

    private static void add(int[] ids, IntStream.Builder stream) {
        for (var id : ids) {
            stream.add(id);
        }
    }

    private static List<HarmonyEvent> events(Tokenizer tokenizer, int[] stream) {
        var events = new ArrayList<HarmonyEvent>();
        var parser = new HarmonyParser(tokenizer);
        for (var token : stream) {
            parser.accept(token, events::add);
        }
        parser.finish(events::add);
        return events;
    }

    /// Started, any deltas, ended; and again. No delta is empty.
    private static void assertFrame(List<HarmonyEvent> events, String which) {
        var open = false;
        for (var event : events) {
            var expected =
                    switch (event) {
                        case MessageStarted _ -> !open;
                        case Delta(var text) -> open && !text.isEmpty();
                        case MessageEnded _ -> open;
                    };
            assertThat(expected).as(which).isTrue();
            open = !(event instanceof MessageEnded);
        }
        assertThat(open).as(which).isFalse();
    }

    private static String text(List<HarmonyEvent> events) {
        var text = new StringBuilder();
        for (var event : events) {
            if (event instanceof Delta(var more)) {
                text.append(more);
            }
        }
        return text.toString();
    }

    private static void assertReserveIsHarmless(Tokenizer tokenizer, int[] stream, String which) {
        var reserve = new ReasoningReserve(tokenizer, stream.length + 10, stream.length / 2 + 10);
        var events = new ArrayList<HarmonyEvent>();
        var parser = new HarmonyParser(tokenizer);
        for (var token : stream) {
            parser.accept(token, events::add);
            var appended = reserve.apply(token);
            for (var id : appended) {
                parser.accept(id, events::add);
            }
            if (appended.length > 0) {
                assertThat(parser.constrained()).as(which).isTrue();
                return;
            }
        }
    }
}
