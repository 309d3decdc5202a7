package org.repartee.harmony;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.repartee.harmony.HarmonyEvent.Delta;
import org.repartee.harmony.HarmonyEvent.MessageEnded;
import org.repartee.harmony.HarmonyEvent.MessageStarted;

/// Events as lines that people read; the deltas of a message are joined.
final class EventText implements Consumer<HarmonyEvent> {

    private final List<String> lines = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /// What a parser says of tokens and the end of the generation.
    static List<String> of(HarmonyParser parser, int[] tokens) {
        var events = new EventText();
        for (var token : tokens) {
            parser.accept(token, events);
        }
        parser.finish(events);
        return events.lines;
    }

    @Override
    public void accept(HarmonyEvent event) {
        switch (event) {
            case MessageStarted(var channel, var recipient, var type) ->
                    lines.add(
                            "started "
                                    + channel
                                    + recipient.map(name -> " to " + name).orElse("")
                                    + type.map(name -> " as " + name).orElse(""));
            case Delta(var more) -> text.append(more);
            case MessageEnded(var endedBy) -> {
                if (!text.isEmpty()) {
                    lines.add("text " + text);
                }
                text.setLength(0);
                lines.add("ended " + endedBy);
            }
        }
    }
}
