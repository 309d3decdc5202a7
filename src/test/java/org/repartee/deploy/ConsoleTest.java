package org.repartee.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the launcher lets a person see of the server's log.
@Timeout(30)
class ConsoleTest {

    private static final String READER =
            "data=/nowhere; . deploy/lib/say.sh; . deploy/lib/console.sh; readable 0";

    private final Process process;
    private final Writer log;
    private final BufferedReader console;

    ConsoleTest() throws IOException {
        process = new ProcessBuilder("bash", "-c", READER).start();
        log = process.outputWriter(UTF_8);
        console = process.inputReader(UTF_8);
    }

    @Test
    void eventsAreShortLinesAndPayarasChatterIsLeftOut() throws Exception {
        event("INFO", "org.repartee.startup.Startup", "serving a model");
        event("INFO", "org.glassfish.something", "nobody cares");
        event("WARNING", "org.glassfish.something", "a worry");
        assertThat(rest())
                .isEqualTo("10:00:00 INFO    serving a model\n10:00:00 WARNING a worry\n");
    }

    @Test
    void onceItStopsOnlyWhatReparteeSaysIsShown() throws Exception {
        event("WARNING", "org.glassfish.something", "before");
        assertThat(console.readLine()).endsWith("before");
        process.toHandle().destroy(); // TERM, which it survives
        Thread.sleep(200);
        event(
                "SEVERE",
                "javax.enterprise.system.core",
                "Exception while loading the app\n\tat a.b.C");
        event("WARNING", "org.repartee.startup.Drain", "answers were interrupted: 1");
        assertThat(rest()).isEqualTo("10:00:00 WARNING answers were interrupted: 1\n");
    }

    private void event(String level, String logger, String text) throws IOException {
        log.write(
                "[2026-11-24T10:00:00.123+0000] [%s] [] [%s] %s\n\n"
                        .formatted(level, logger, text));
        log.flush();
    }

    private String rest() throws Exception {
        log.close();
        var words = new StringBuilder();
        for (var line = console.readLine(); line != null; line = console.readLine()) {
            words.append(line).append('\n');
        }
        assertThat(process.waitFor()).isZero();
        return words.toString();
    }
}
