package org.repartee.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.repartee.runtime.ModelFile;

/// Checksums of exported files.
final class Sha256 {

    private static final int PIECE = 1 << 16;

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// What a finished file is.
    static ModelFile describe(Path file) throws IOException {
        var digest = digest();
        try (var in = Files.newInputStream(file)) {
            var piece = new byte[PIECE];
            for (var count = in.read(piece); count >= 0; count = in.read(piece)) {
                digest.update(piece, 0, count);
            }
        }
        return new ModelFile(
                String.valueOf(file.getFileName()),
                Files.size(file),
                HexFormat.of().formatHex(digest.digest()));
    }
}
