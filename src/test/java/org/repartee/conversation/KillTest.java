package org.repartee.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.database.TestDataSource;

class KillTest {
    private static final long A_SECOND = 1000;

    @Test
    void afterAKillTheAnswerIsInterruptedWithTheTextOfASecondBefore(@TempDir Path folder)
            throws Exception {
        var file = folder.resolve("repartee");
        var said = sayUntilKilled(file);
        var killedAt = said.getLast().time();
        var mustBeThere = said.stream().filter(w -> w.time() <= killedAt - A_SECOND).count();
        try (var conversations = new TestConversations(TestDataSource.inFile(file))) {
            var found =
                    conversations
                            .all
                            .list(TestConversations.OWNER, 10, Optional.empty())
                            .conversations();
            assertThat(found).extracting(Summary::title).containsExactly("Count");
            var messages =
                    conversations
                            .all
                            .read(TestConversations.OWNER, found.getFirst().id())
                            .messages();
            var answer = (Message.Answer) messages.getLast();
            assertThat(answer.state()).isEqualTo(AnswerState.INTERRUPTED);
            assertThat(answer.content()).startsWith("1 2 3 ");
            assertThat(answer.content().split(" ")).hasSizeGreaterThanOrEqualTo((int) mustBeThere);
        }
    }

    private static List<Word> sayUntilKilled(Path file) throws IOException, InterruptedException {
        var server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledServer.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var said = new ArrayList<Word>();
        try (var lines = server.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(Word.of(line));
                if (said.size() == 75) {
                    server.toHandle().destroyForcibly();
                }
            }
        }
        server.waitFor();
        assertThat(said).hasSizeGreaterThanOrEqualTo(75);
        return said;
    }

    private record Word(int number, long time) {
        static Word of(String line) {
            var fields = line.split(" ");
            return new Word(Integer.parseInt(fields[0]), Long.parseLong(fields[1]));
        }
    }
}
