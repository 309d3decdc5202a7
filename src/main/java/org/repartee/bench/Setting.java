package org.repartee.bench;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// When, where and by which command something was measured: what a number is worth nothing without.
///
/// @param facts name and value, in the order in which they are printed
public record Setting(SequencedMap<String, String> facts) {

    public Setting {
        facts = new LinkedHashMap<>(facts);
    }

    /// This machine, now.
    ///
    /// @param command as it was typed
    public static Setting of(String command) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("date", OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("command", command);
        facts.put("machine", Machine.processor());
        Machine.gpu().ifPresent(gpu -> facts.put("gpu", gpu));
        facts.put("java", Runtime.version().toString());
        return new Setting(facts);
    }

    /// This setting and more facts behind it.
    public Setting and(Map<String, String> more) {
        var all = new LinkedHashMap<>(facts);
        all.putAll(more);
        return new Setting(all);
    }

    public void print(PrintWriter out) {
        facts.forEach((name, value) -> out.printf("%-8s %s%n", name, value));
        out.flush();
    }

    public JsonObjectBuilder toJson() {
        var json = Json.createObjectBuilder();
        facts.forEach(json::add);
        return json;
    }
}
