package org.repartee.conversation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.repartee.database.Database;
import org.repartee.database.TestDataSource;

/// A process that streams an answer word by word until it is killed, and prints each word.
final class KilledServer {
    private KilledServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        var source = TestDataSource.inFile(Path.of(arguments[0]));
        var conversations =
                new Conversations(
                        Database.open(source),
                        new DraftLimits(Duration.ofMillis(500), 8, Duration.ofSeconds(5)));
        var draft = conversations.ask("local", Optional.empty(), "Count", "low", 256).draft();
        for (var word = 1; ; word++) {
            draft.appendAnswer(word + " ");
            System.out.println(word + " " + System.currentTimeMillis());
            Thread.sleep(20);
        }
    }
}
