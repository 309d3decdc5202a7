package org.repartee.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.repartee.runtime.ModelFile;

/// SHA-256 of the files of a model folder.
final class Digests {

    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// A small file as it lies on the disk.
    static ModelFile of(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        return new ModelFile(
                file.getFileName().toString(),
                bytes.length,
                HexFormat.of().formatHex(sha256().digest(bytes)));
    }
}
