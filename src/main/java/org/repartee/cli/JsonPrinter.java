package org.repartee.cli;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import org.repartee.engine.Generation;
import org.repartee.engine.GenerationEvent;
import org.repartee.harmony.Channel;
import org.repartee.harmony.HarmonyEvent;
import org.repartee.harmony.HarmonyParser;

/// Prints a generation as one JSON object when it has ended.
///
/// @param logits those of the prompt's last position, if asked for
record JsonPrinter(PrintWriter out, Optional<float[]> logits) {

    int print(Generation generation, Optional<HarmonyParser> parser) throws InterruptedException {
        var tokens = Json.createArrayBuilder();
        var text = new ChannelText();
        while (true) {
            switch (generation.next()) {
                case GenerationEvent.Token(var id, _, _) -> {
                    tokens.add(id);
                    parser.ifPresent(p -> p.accept(id, text::read));
                }
                case GenerationEvent.Failed(var cause, _) -> throw cause;
                case GenerationEvent.Finished(var reason, _) -> {
                    parser.ifPresent(p -> p.finish(text::read));
                    var json =
                            Json.createObjectBuilder()
                                    .add("tokens", tokens)
                                    .add("finish_reason", reason.name().toLowerCase(Locale.ROOT));
                    if (parser.isPresent()) {
                        json.add("reasoning", text.reasoning.toString());
                        json.add("content", text.answer.toString());
                    }
                    logits.ifPresent(values -> json.add("logits", array(values)));
                    out.println(json.build());
                    out.flush();
                    return 0;
                }
            }
        }
    }

    private static JsonArrayBuilder array(float[] values) {
        var array = Json.createArrayBuilder();
        for (var value : values) {
            array.add(value);
        }
        return array;
    }

    /// The texts of the channels, gathered.
    private static final class ChannelText {
        private final StringBuilder reasoning = new StringBuilder();
        private final StringBuilder answer = new StringBuilder();
        private StringBuilder open = answer;

        void read(HarmonyEvent event) {
            switch (event) {
                case HarmonyEvent.MessageStarted(var channel, _, _) ->
                        open = channel == Channel.ANALYSIS ? reasoning : answer;
                case HarmonyEvent.Delta(var text) -> open.append(text);
                case HarmonyEvent.MessageEnded _ -> open = answer;
            }
        }
    }
}
