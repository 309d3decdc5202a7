package org.repartee.harmony;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A file of `src/test/resources/harmony`, named after its rule: the rule in a sentence, then
/// sections that begin with `=== name`. The line break before the next section belongs to no
/// section.
record GoldenFile(String name, Map<String, String> sections) {

    private static final Path FOLDER = Path.of("src/test/resources/harmony");

    /// The files whose names begin with a word.
    static Stream<GoldenFile> startingWith(String word) {
        try (var files = Files.list(FOLDER)) {
            var found =
                    files.filter(file -> file.getFileName().toString().startsWith(word))
                            .sorted()
                            .toList();
            return found.stream().map(GoldenFile::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static GoldenFile read(Path file) {
        try {
            var sections = new LinkedHashMap<String, String>();
            for (var section : ("\n" + Files.readString(file)).split("\n=== ", -1)) {
                var lines = section.split("\n", 2);
                sections.put(lines[0], lines.length < 2 ? "" : withoutLastBreak(lines[1]));
            }
            return new GoldenFile(file.getFileName().toString(), sections);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String section(String title) {
        return Optional.ofNullable(sections.get(title))
                .orElseThrow(() -> new IllegalStateException(name + " has no section " + title));
    }

    @Override
    public String toString() {
        return name;
    }

    private static String withoutLastBreak(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
