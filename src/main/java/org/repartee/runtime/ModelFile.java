package org.repartee.runtime;

/// A file of the model's folder as the exporter wrote it, so that damage is noticed.
///
/// @param name file name within the folder
/// @param bytes exact size
/// @param sha256 64 hexadecimal digits, lower case
public record ModelFile(String name, long bytes, String sha256) {

    public ModelFile {
        if (name.isBlank() || name.contains("/") || name.contains("\\")) {
            throw new IllegalArgumentException(
                    "files.name must be a plain file name, got \"" + name + '"');
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("files.bytes must be at least 0, got " + bytes);
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "files.sha256 must be 64 hexadecimal digits, got \"" + sha256 + '"');
        }
    }
}
