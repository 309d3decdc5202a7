package org.repartee.export;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How large the keys and the values of each layer get: what their scales are chosen for. Larger
/// ones are cut off.
///
/// @param keys largest magnitude of a layer's keys after rotation, one per layer
/// @param values largest magnitude of a layer's values, one per layer
record KvRanges(List<Float> keys, List<Float> values) {

    // One number in two million lies further out, and is cut off there.
    private static final double DEVIATIONS = 5;

    KvRanges {
        keys = List.copyOf(keys);
        values = List.copyOf(values);
    }

    /// Ranges measured on a running model: `{"k_max": […], "v_max": […]}`, a number for each layer.
    ///
    /// @throws ExportFailure if the file is missing or says something else
    static KvRanges read(Path file, int layers) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ExportFailure("--kv-ranges %s does not exist".formatted(file));
        }
        try (var reader = Json.createReader(Files.newBufferedReader(file))) {
            var json = reader.readObject();
            return new KvRanges(ranges(json, "k_max", layers), ranges(json, "v_max", layers));
        } catch (JsonException | IllegalArgumentException e) {
            throw new ExportFailure("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /// Ranges from the weights alone: a key or value is its bias and a sum over the normed hidden
    /// state; were that state white, the sum would be normally distributed. A key's two halves turn
    /// into each other.
    static KvRanges estimated(TensorSource source) throws IOException {
        var keys = new ArrayList<Float>();
        var values = new ArrayList<Float>();
        var rotation = source.config().rope().attentionScaling();
        for (var layer = 0; layer < source.config().layers(); layer++) {
            var key = Spread.of(source, layer, "k_proj");
            keys.add((float) (rotation * key.rotatedRange(source.config().headSize())));
            values.add((float) Spread.of(source, layer, "v_proj").range());
        }
        return new KvRanges(keys, values);
    }

    private static List<Float> ranges(JsonObject json, String field, int layers) {
        if (!(json.get(field) instanceof JsonArray array) || array.size() != layers) {
            throw new IllegalArgumentException(
                    "%s must have a number for each of %d layers, got %s"
                            .formatted(field, layers, json.get(field)));
        }
        var ranges = new ArrayList<Float>();
        for (var value : array) {
            if (!(value instanceof JsonNumber number) || !(number.doubleValue() > 0)) {
                throw new IllegalArgumentException(
                        "%s must hold numbers above 0, got %s".formatted(field, value));
            }
            ranges.add((float) number.doubleValue());
        }
        return ranges;
    }

    /// Mean and standard deviation of a projection's outputs over white normed hidden states.
    private record Spread(float[] means, double[] deviations) {

        static Spread of(TensorSource source, int layer, String projection) throws IOException {
            var weights = new CheckpointWeights(source);
            var attention = "self_attn." + projection;
            var norm = weights.floats(source.tensor(layer, "input_layernorm.weight"));
            var matrix = weights.floats(source.tensor(layer, attention + ".weight"));
            var deviations = new double[matrix.length / norm.length];
            for (var i = 0; i < matrix.length; i++) {
                var share = (double) matrix[i] * norm[i % norm.length];
                deviations[i / norm.length] += share * share;
            }
            for (var row = 0; row < deviations.length; row++) {
                deviations[row] = Math.sqrt(deviations[row]);
            }
            return new Spread(
                    weights.floats(source.tensor(layer, attention + ".bias")), deviations);
        }

        double range() {
            var range = 0.0;
            for (var i = 0; i < means.length; i++) {
                range = Math.max(range, Math.abs(means[i]) + DEVIATIONS * deviations[i]);
            }
            return range;
        }

        /// The same where each number turns into the one half a head away.
        double rotatedRange(int headSize) {
            var range = 0.0;
            for (var i = 0; i < means.length; i++) {
                var other = i % headSize < headSize / 2 ? i + headSize / 2 : i - headSize / 2;
                var deviation = Math.max(deviations[i], deviations[other]);
                range =
                        Math.max(
                                range, Math.hypot(means[i], means[other]) + DEVIATIONS * deviation);
            }
            return range;
        }
    }
}
