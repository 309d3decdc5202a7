package org.repartee.bench.engine;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.repartee.bench.Distribution;

/// One measurement's result.
///
/// @param what was measured, in words that are the same in every run
/// @param millis how long it took; empty if it was skipped, or has no duration
/// @param tokensPerSecond what that amounts to
/// @param note what else there is to say, such as why it was skipped
public record Row(String what, Distribution millis, OptionalDouble tokensPerSecond, String note) {

    private static final String FAILED = "failed: ";

    static Row of(String what, Distribution millis) {
        return new Row(what, millis, OptionalDouble.empty(), "");
    }

    /// @param tokens of one of the durations: the rate follows from their median
    static Row of(String what, Distribution millis, int tokens) {
        return new Row(what, millis, OptionalDouble.of(tokens / millis.median() * 1000), "");
    }

    static Row rate(String what, double tokensPerSecond) {
        return new Row(what, nothing(), OptionalDouble.of(tokensPerSecond), "");
    }

    static Row skipped(String what, String why) {
        return new Row(what, nothing(), OptionalDouble.empty(), "skipped: " + why);
    }

    static Row noted(String what, String note) {
        return new Row(what, nothing(), OptionalDouble.empty(), note);
    }

    static Row failed(String what, RuntimeException why) {
        return new Row(what, nothing(), OptionalDouble.empty(), FAILED + why.getMessage());
    }

    boolean hasFailed() {
        return note.startsWith(FAILED);
    }

    /// In one line, for whoever waits.
    String inWords() {
        var words = new StringBuilder(what);
        if (!millis.isEmpty()) {
            words.append(String.format(Locale.ROOT, ": %,.2f ms", millis.median()));
        }
        tokensPerSecond.ifPresent(
                rate -> words.append(String.format(Locale.ROOT, ", %,.0f tokens/s", rate)));
        return note.isEmpty() ? words.toString() : words + ", " + note;
    }

    Row noting(String remark) {
        return new Row(what, millis, tokensPerSecond, remark);
    }

    JsonObjectBuilder toJson() {
        var json = Json.createObjectBuilder().add("what", what);
        if (!millis.isEmpty()) {
            json.add("ms", millis.toJson());
        }
        tokensPerSecond.ifPresent(rate -> json.add("tokens_per_s", rate));
        if (!note.isEmpty()) {
            json.add("note", note);
        }
        return json;
    }

    private static Distribution nothing() {
        return Distribution.of(DoubleStream.empty());
    }
}
