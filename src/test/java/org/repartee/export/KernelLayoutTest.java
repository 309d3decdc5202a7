package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelLayoutTest {

    private static final int ROWS = 3;
    private static final int COLUMNS = 128;

    /// Written out from the two steps that ONNX Runtime documents: rows permuted in groups of 16,
    /// then the middle two bytes of each word exchanged.
    @Test
    void eightBitsOnHopperArePermutedInGroupsOfSixteen() {
        assertThat(KernelLayout.HOPPER.order(8))
                .startsWith(0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15, 16, 24, 17, 25)
                .hasSize(64);
    }

    /// Likewise: groups of 32, then the even and the odd numbers of each word one after the other.
    @Test
    void fourBitsOnHopperArePermutedInGroupsOfThirtyTwo() {
        assertThat(KernelLayout.HOPPER.order(4))
                .startsWith(0, 8, 16, 24, 1, 9, 17, 25, 2, 10, 18, 26, 3, 11, 19, 27, 4, 12)
                .hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void everyNumberHasOnePlace(int bits) {
        for (var layout : KernelLayout.values()) {
            var sorted = layout.order(bits);
            Arrays.sort(sorted);
            assertThat(sorted).isEqualTo(IntStream.range(0, layout.block()).toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void aWeightForHopperHoldsTheNumbersOfAPlainOneInItsOrder(int bits) throws Exception {
        var plain = numbers(bits, KernelLayout.PLAIN);
        var hopper = numbers(bits, KernelLayout.HOPPER);
        var order = KernelLayout.HOPPER.order(bits);
        for (var i = 0; i < hopper.length; i++) {
            var from = i / order.length * order.length + order[i % order.length];
            assertThat(hopper[i]).as("number %d", i).isEqualTo(plain[from]);
        }
    }

    /// All blocks have the same largest weight, so that both layouts have the same scales.
    private static int[] numbers(int bits, KernelLayout layout) throws Exception {
        var floats =
                ByteBuffer.allocate(ROWS * COLUMNS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (var i = 0; i < ROWS * COLUMNS; i++) {
            floats.putFloat(i % 32 == 0 ? 8 : (i * 7 % 31 - 15) / 2f);
        }
        var weight =
                new Weight(
                        "w",
                        WeightType.FLOAT32,
                        List.of((long) ROWS, (long) COLUMNS),
                        sink ->
                                sink.write(
                                        floats.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip()));
        var bytes = ByteBuffer.allocate(ROWS * COLUMNS * bits / 8);
        new QuantizedWeight(weight, bits, WeightType.FLOAT32, layout)
                .numbers(List.of((long) ROWS, COLUMNS * (long) bits / 8))
                .content()
                .writeTo(bytes::put);
        var numbers = new int[ROWS * COLUMNS];
        for (var i = 0; i < numbers.length; i++) {
            var packed = Byte.toUnsignedInt(bytes.get(i * bits / 8));
            numbers[i] = bits == 8 ? packed : packed >> i % 2 * 4 & 15;
        }
        return numbers;
    }
}
