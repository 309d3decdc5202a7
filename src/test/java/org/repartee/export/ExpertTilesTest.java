package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.repartee.export.RandomCheckpoint.Size;

class ExpertTilesTest {

    private static final String EXPERTS = "model.layers.0.mlp.experts.";
    private static final String DOWN = EXPERTS + "down_proj";
    private static final String GATE_UP = EXPERTS + "gate_up_proj";
    private static final int HIDDEN = 128;
    private static final int INNER = 192;

    private final RandomCheckpoint checkpoint =
            new RandomCheckpoint(new Size(1, HIDDEN, INNER, 2, 1, 32, 40, 8, 3, 2, false), 7);

    @TempDir Path folder;

    private byte[] bytes(WeightType type, String name, TileOrder order) throws IOException {
        checkpoint.write(folder);
        try (var source = Checkpoint.open(folder)) {
            return content(new ExpertTiles(source, type).weight(name, order));
        }
    }

    private static byte[] content(Weight weight) throws IOException {
        var out = new ByteArrayOutputStream();
        weight.content()
                .writeTo(piece -> {
                    var bytes = new byte[piece.remaining()];
                    piece.get(bytes);
                    out.writeBytes(bytes);
                });
        assertThat(out.size()).isEqualTo((int) weight.bytes());
        return out.toByteArray();
    }

    /// The codes 0 to 7 in eight neighbouring columns, all else 0.
    private void onlyEightCodes(String name, int row, int column, int columns) {
        var packed = checkpoint.data(name + "_blocks");
        Arrays.fill(packed, (byte) 0);
        var at = (row * columns + column) / 2;
        packed[at] = 0x10;
        packed[at + 1] = 0x32;
        packed[at + 2] = 0x54;
        packed[at + 3] = 0x76;
    }

    @ParameterizedTest
    @CsvSource({
        // row, column, where its word is
        "0, 0, 0",
        "0, 32, 4",
        "8, 0, 8",
        "0, 8, 16",
        "9, 48, 108",
        "0, 64, 544",
        "16, 0, 1632"
    })
    void aThreadFindsItsColumnsInOneWord(int row, int column, int offset) throws IOException {
        onlyEightCodes(DOWN, row, column, INNER);
        var tiles = bytes(WeightType.BFLOAT16, DOWN, TileOrder.DOWN);
        assertThat(Arrays.copyOfRange(tiles, offset, offset + 4))
                .containsExactly(0x16, 0x08, 0x5F, 0x0A);
        var others = 0;
        for (var i = 0; i < tiles.length; i++) {
            if (i % 544 < 512 && tiles[i] != 0) {
                others++;
            }
        }
        assertThat(others).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 8", "2, 64", "3, 72", "16, 1088"})
    void aThreadHoldsAGateAndItsUp(int row, int offset) throws IOException {
        onlyEightCodes(GATE_UP, row, 0, HIDDEN);
        var tiles = bytes(WeightType.BFLOAT16, GATE_UP, TileOrder.GATE_UP);
        assertThat(Arrays.copyOfRange(tiles, offset, offset + 4))
                .containsExactly(0x16, 0x08, 0x5F, 0x0A);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT16, 22", "BFLOAT16, -10"})
    void exponentsComeByRowAndBlock(WeightType type, int exponent) throws IOException {
        var scales = checkpoint.data(DOWN + "_scales");
        Arrays.fill(scales, (byte) 119);
        scales[9 * INNER / 32 + 1] = 120;
        var tiles = bytes(type, DOWN, TileOrder.DOWN);
        assertThat(tiles[512 + 4 + 3]).isEqualTo((byte) exponent);
        assertThat(tiles[512]).isEqualTo((byte) (exponent - 1));
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT16, 104, DOWN, down_proj, 192",
        "FLOAT16, 104, GATE_UP, gate_up_proj, 128",
        "BFLOAT16, 0, DOWN, down_proj, 192",
        "BFLOAT16, 0, GATE_UP, gate_up_proj, 128"
    })
    void everyValueComesBackExactly(
            WeightType type, int lowest, TileOrder order, String name, int columns)
            throws IOException {
        var packed = checkpoint.data(EXPERTS + name + "_blocks");
        var scales = checkpoint.data(EXPERTS + name + "_scales");
        for (var i = 0; i < scales.length; i++) {
            scales[i] = (byte) (lowest + i % (129 - lowest));
        }
        var tiles = ByteBuffer.wrap(bytes(type, EXPERTS + name, order));
        tiles.order(ByteOrder.LITTLE_ENDIAN);
        var values = packed.length * 2;
        for (var i = 0; i < values; i++) {
            var code = i % 2 == 0 ? packed[i / 2] & 15 : packed[i / 2] >> 4 & 15;
            var scale = Byte.toUnsignedInt(scales[i / 32]);
            assertThat(
                            asKernelsRead(
                                    type, tiles, tileRow(order, i / columns), i % columns, columns))
                    .as("%s, row %d, column %d", type, i / columns, i % columns)
                    .isEqualTo(Math.scalb(e2m1(code), scale - 127));
        }
    }

    /// Which row of all tiles holds a row of the checkpoint.
    private static int tileRow(TileOrder order, int row) {
        return switch (order) {
            case DOWN -> row;
            case GATE_UP -> row / 16 * 16 + row % 2 * 8 + row % 16 / 2;
        };
    }

    private static double e2m1(int code) {
        var values = new double[] {0, 0.5, 1, 1.5, 2, 3, 4, 6};
        return code < 8 ? values[code] : -values[code - 8];
    }

    /// A number is made of sign, exponent and mantissa where its type has them, and multiplied.
    private static double asKernelsRead(
            WeightType type, ByteBuffer tiles, int row, int column, int columns) {
        var tile = (row / 16 * (columns / 64) + column / 64) * 544;
        var inTile = column % 64;
        var thread = row % 8 * 4 + inTile % 32 / 8;
        var word = tiles.getInt(tile + 16 * thread + (row % 16 / 8 * 2 + inTile / 32) * 4);
        var code = code(type, word >>> inTile % 2 * 16, inTile % 8 / 2);
        var exponent =
                Byte.toUnsignedInt(
                        tiles.get(tile + 512 + row % 8 * 4 + row % 16 / 8 * 2 + inTile / 32));
        if (type == WeightType.FLOAT16) {
            var number = Float.float16ToFloat((short) (code >> 3 << 15 | (code & 7) << 9));
            return (double) number * Float.float16ToFloat((short) (exponent << 10));
        }
        var number = Float.intBitsToFloat(code >> 3 << 31 | (code & 7) << 22);
        return (double) number * Float.intBitsToFloat(exponent << 23);
    }

    /// By the masks and shifts of the kernels: where a pair's sign and magnitude end up.
    private static int code(WeightType type, int half, int pair) {
        var float16 = type == WeightType.FLOAT16;
        var bits =
                switch (pair) {
                    case 0 -> half;
                    case 1 -> half << 3;
                    case 2 -> half << 1 & 0x8000 | (float16 ? half << 6 : half >> 3) & 0x7FFF;
                    default -> half << 2 & 0x8000 | (float16 ? half << 9 : half << 6) & 0x7FFF;
                };
        return (bits >> 15 & 1) << 3 | bits >> (float16 ? 9 : 6) & 7;
    }

    @Test
    void biasesAreInTheOrderOfTheRows() throws IOException {
        checkpoint.write(folder);
        try (var source = Checkpoint.open(folder)) {
            var tiles = new ExpertTiles(source, WeightType.FLOAT16);
            var plain = floats(tiles.bias(GATE_UP, TileOrder.DOWN));
            var ordered = floats(tiles.bias(GATE_UP, TileOrder.GATE_UP));
            assertThat(plain).hasSize(3 * 2 * INNER);
            for (var i = 0; i < plain.length; i++) {
                assertThat(ordered[tileRow(TileOrder.GATE_UP, i)]).isEqualTo(plain[i]);
            }
            assertThat(List.of(ordered[0], ordered[8], ordered[1]))
                    .containsExactly(plain[0], plain[1], plain[2]);
        }
    }

    private static float[] floats(Weight weight) throws IOException {
        var bytes = ByteBuffer.wrap(content(weight)).order(ByteOrder.LITTLE_ENDIAN);
        var floats = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(floats);
        return floats;
    }

    @Test
    void aScaleAboveTheKernelsRangeIsRefusedWithAWayOut() {
        checkpoint.data(DOWN + "_scales")[5] = (byte) 129;
        assertThatThrownBy(() -> bytes(WeightType.BFLOAT16, DOWN, TileOrder.DOWN))
                .isInstanceOf(ExportFailure.class)
                .hasMessage(
                        "tensor %s_scales: the scale with e8m0 code 129 is above 128, the largest that mxfp4 experts can have; export with --experts int8"
                                .formatted(DOWN));
    }

    @Test
    void aScaleThatFloat16LacksIsRefused() {
        checkpoint.data(DOWN + "_scales")[5] = (byte) 103;
        assertThatThrownBy(() -> bytes(WeightType.FLOAT16, DOWN, TileOrder.DOWN))
                .isInstanceOf(ExportFailure.class)
                .hasMessage(
                        "tensor %s_scales: the scale with e8m0 code 103 has no exact float16"
                                .formatted(DOWN));
    }
}
