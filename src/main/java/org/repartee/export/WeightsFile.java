package org.repartee.export;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.repartee.runtime.ModelFile;

/// `model.onnx.data`: the weights one after the other, each at a multiple of 4,096 bytes so that it
/// can be mapped into memory.
final class WeightsFile implements AutoCloseable {

    static final String NAME = "model.onnx.data";

    private static final int ALIGNMENT = 4096;

    private final FileChannel channel;
    private final MessageDigest digest = Digests.sha256();
    private long position;

    WeightsFile(Path folder) throws IOException {
        channel =
                FileChannel.open(
                        folder.resolve(NAME),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
    }

    /// Appends a tensor's bytes.
    ///
    /// @return the initializer that points to them
    TensorProto.Builder append(
            String name, TensorProto.DataType type, long[] shape, ByteSource source)
            throws IOException {
        pad();
        var offset = position;
        source.writeTo(this::write);
        var tensor =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(type.getNumber())
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(entry("location", NAME))
                        .addExternalData(entry("offset", Long.toString(offset)))
                        .addExternalData(entry("length", Long.toString(position - offset)));
        for (var dimension : shape) {
            tensor.addDims(dimension);
        }
        return tensor;
    }

    private void pad() throws IOException {
        var over = (int) (position % ALIGNMENT);
        if (over > 0) {
            write(ByteBuffer.allocate(ALIGNMENT - over));
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        position += bytes.remaining();
        digest.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    /// Forces everything to the disk and says what was written.
    ModelFile finish() throws IOException {
        channel.force(true);
        return new ModelFile(NAME, position, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
