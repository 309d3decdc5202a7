package org.repartee.cli;

import java.io.PrintWriter;
import java.util.Optional;
import org.repartee.engine.Generation;
import org.repartee.engine.GenerationEvent;
import org.repartee.harmony.Channel;
import org.repartee.harmony.HarmonyEvent;
import org.repartee.harmony.HarmonyParser;

/// Prints a generation while it is made: the answer to one writer, the reasoning to another.
/// Without a parser, the token ids, one per line.
final class TextPrinter {

    private final PrintWriter answers;
    private final PrintWriter reasoning;
    private PrintWriter open;

    TextPrinter(PrintWriter answers, PrintWriter reasoning) {
        this.answers = answers;
        this.reasoning = reasoning;
        this.open = answers;
    }

    int print(Generation generation, Optional<HarmonyParser> parser) throws InterruptedException {
        while (true) {
            switch (generation.next()) {
                case GenerationEvent.Token(var id, _, _) -> token(id, parser);
                case GenerationEvent.Failed(var cause, _) -> throw cause;
                case GenerationEvent.Finished _ -> {
                    parser.ifPresent(p -> p.finish(this::read));
                    return 0;
                }
            }
        }
    }

    private void token(int id, Optional<HarmonyParser> parser) {
        if (parser.isPresent()) {
            parser.get().accept(id, this::read);
        } else {
            answers.println(id);
            answers.flush();
        }
    }

    private void read(HarmonyEvent event) {
        switch (event) {
            case HarmonyEvent.MessageStarted(var channel, _, _) ->
                    open = channel == Channel.ANALYSIS ? reasoning : answers;
            case HarmonyEvent.Delta(var text) -> {
                open.print(text);
                open.flush();
            }
            case HarmonyEvent.MessageEnded _ -> {
                open.println();
                open.flush();
            }
        }
    }
}
