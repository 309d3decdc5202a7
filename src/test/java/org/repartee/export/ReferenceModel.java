package org.repartee.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.repartee.export.RandomCheckpoint.Size;

/// gpt-oss as its description reads, in plain Java and double precision: one token after the other,
/// no batching, no paging, nothing shared with the exporter. Slow and obvious.
final class ReferenceModel {

    private static final double EPSILON = 1e-5;
    private static final double LIMIT = 7;
    private static final double ALPHA = 1.702;
    private static final double BETA_FAST = 32;
    private static final double BETA_SLOW = 1;

    private final RandomCheckpoint checkpoint;
    private final Size size;
    private final List<List<double[]>> keys = new ArrayList<>();
    private final List<List<double[]>> values = new ArrayList<>();

    ReferenceModel(RandomCheckpoint checkpoint) {
        this.checkpoint = checkpoint;
        size = checkpoint.size;
        for (var layer = 0; layer < size.layers(); layer++) {
            keys.add(new ArrayList<>());
            values.add(new ArrayList<>());
        }
    }

    /// The logits after `token`, which follows all tokens of earlier calls.
    double[] next(int token) {
        var hidden = row("model.embed_tokens.weight", token, size.hidden());
        for (var layer = 0; layer < size.layers(); layer++) {
            var prefix = "model.layers." + layer + ".";
            add(hidden, attention(layer, norm(hidden, prefix + "input_layernorm.weight")));
            var normed = norm(hidden, prefix + "post_attention_layernorm.weight");
            add(hidden, experts(prefix + "mlp.", router(prefix + "mlp.", normed), normed));
        }
        return multiply("lm_head.weight", norm(hidden, "model.norm.weight"), size.vocabulary());
    }

    private double[] attention(int layer, double[] in) {
        var prefix = "model.layers." + layer + ".self_attn.";
        var position = keys.get(layer).size();
        var query =
                rotated(project(prefix + "q_proj", in, size.heads() * size.headSize()), position);
        keys.get(layer)
                .add(
                        rotated(
                                project(prefix + "k_proj", in, size.kvHeads() * size.headSize()),
                                position));
        values.get(layer).add(project(prefix + "v_proj", in, size.kvHeads() * size.headSize()));
        var first = layer % 2 == 0 ? Math.max(0, position - size.window() + 1) : 0;
        var out = new double[size.heads() * size.headSize()];
        for (var head = 0; head < size.heads(); head++) {
            attend(layer, head, first, query, out);
        }
        return project(prefix + "o_proj", out, size.hidden());
    }

    private void attend(int layer, int head, int first, double[] query, double[] out) {
        var kvHead = head / (size.heads() / size.kvHeads());
        var count = keys.get(layer).size() - first;
        var scores = new double[count + 1];
        for (var i = 0; i < count; i++) {
            var key = keys.get(layer).get(first + i);
            for (var d = 0; d < size.headSize(); d++) {
                scores[i] += query[head * size.headSize() + d] * key[kvHead * size.headSize() + d];
            }
            scores[i] /= Math.sqrt(size.headSize());
        }
        scores[count] = row("model.layers." + layer + ".self_attn.sinks", 0, size.heads())[head];
        var shares = softmax(scores);
        for (var i = 0; i < count; i++) {
            var value = values.get(layer).get(first + i);
            for (var d = 0; d < size.headSize(); d++) {
                out[head * size.headSize() + d] += shares[i] * value[kvHead * size.headSize() + d];
            }
        }
    }

    private double[] rotated(double[] in, int position) {
        var half = size.headSize() / 2;
        var scaling = 0.1 * Math.log(Size.FACTOR) + 1;
        var out = new double[in.length];
        for (var head = 0; head < in.length; head += size.headSize()) {
            for (var i = 0; i < half; i++) {
                var angle = position * frequency(i);
                var cos = Math.cos(angle) * scaling;
                var sin = Math.sin(angle) * scaling;
                out[head + i] = in[head + i] * cos - in[head + half + i] * sin;
                out[head + half + i] = in[head + half + i] * cos + in[head + i] * sin;
            }
        }
        return out;
    }

    private double frequency(int pair) {
        var low = bound(BETA_FAST);
        var high = bound(BETA_SLOW);
        if (size.truncate()) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, size.headSize() - 1.0);
        var ramp = Math.min(1, Math.max(0, (pair - low) / (high - low)));
        var plain = Math.pow(Size.THETA, -2.0 * pair / size.headSize());
        return plain / Size.FACTOR * ramp + plain * (1 - ramp);
    }

    private double bound(double rotations) {
        var wavelengths = Size.ORIGINAL_POSITIONS / (rotations * 2 * Math.PI);
        return size.headSize() * Math.log(wavelengths) / (2 * Math.log(Size.THETA));
    }

    /// The router's logits.
    double[] router(String prefix, double[] in) {
        return project(prefix + "router", in, size.experts());
    }

    /// The mixture of the experts under `prefix` that the router's logits choose.
    double[] experts(String prefix, double[] router, double[] in) {
        var order = new ArrayList<Integer>();
        for (var expert = 0; expert < size.experts(); expert++) {
            order.add(expert);
        }
        order.sort((a, b) -> Double.compare(router[b], router[a]));
        var chosen = order.subList(0, size.expertsPerToken());
        var shares = softmax(chosen.stream().mapToDouble(expert -> router[expert]).toArray());
        var out = new double[size.hidden()];
        for (var i = 0; i < shares.length; i++) {
            var one = expert(prefix + "experts.", chosen.get(i), in);
            for (var d = 0; d < out.length; d++) {
                out[d] += shares[i] * one[d];
            }
        }
        return out;
    }

    private double[] expert(String prefix, int expert, double[] in) {
        var gateUp = quantized(prefix + "gate_up_proj", expert, in, 2 * size.inner());
        var activated = new double[size.inner()];
        for (var i = 0; i < activated.length; i++) {
            var gate = Math.min(gateUp[2 * i], LIMIT);
            var up = Math.max(-LIMIT, Math.min(gateUp[2 * i + 1], LIMIT));
            activated[i] = (up + 1) * gate / (1 + Math.exp(-ALPHA * gate));
        }
        return quantized(prefix + "down_proj", expert, activated, size.hidden());
    }

    private double[] quantized(String name, int expert, double[] in, int outputs) {
        var packed = checkpoint.data(name + "_blocks");
        var scales = checkpoint.data(name + "_scales");
        var out = row(name + "_bias", expert, outputs);
        for (var o = 0; o < outputs; o++) {
            var start = (expert * outputs + o) * in.length;
            for (var i = 0; i < in.length; i++) {
                var at = start + i;
                var code = packed[at / 2] >> (at % 2 == 0 ? 0 : 4) & 0xF;
                var scale = Math.pow(2, (scales[at / 32] & 0xFF) - 127);
                out[o] += e2m1(code) * scale * in[i];
            }
        }
        return out;
    }

    /// Sign, two bits of exponent with bias 1, one bit of mantissa.
    private static double e2m1(int code) {
        var exponent = code >> 1 & 3;
        var mantissa = code & 1;
        var magnitude =
                exponent == 0 ? mantissa / 2.0 : (1 + mantissa / 2.0) * Math.pow(2, exponent - 1);
        return code < 8 ? magnitude : -magnitude;
    }

    private double[] project(String name, double[] in, int outputs) {
        var out = multiply(name + ".weight", in, outputs);
        add(out, row(name + ".bias", 0, outputs));
        return out;
    }

    private double[] multiply(String name, double[] in, int outputs) {
        var out = new double[outputs];
        for (var o = 0; o < outputs; o++) {
            var weights = row(name, o, in.length);
            for (var i = 0; i < in.length; i++) {
                out[o] += weights[i] * in[i];
            }
        }
        return out;
    }

    private double[] norm(double[] in, String name) {
        var mean = Arrays.stream(in).map(value -> value * value).average().orElseThrow();
        var weights = row(name, 0, in.length);
        var out = new double[in.length];
        for (var i = 0; i < in.length; i++) {
            out[i] = in[i] / Math.sqrt(mean + EPSILON) * weights[i];
        }
        return out;
    }

    private static double[] softmax(double[] scores) {
        var largest = Arrays.stream(scores).max().orElseThrow();
        var shares = Arrays.stream(scores).map(score -> Math.exp(score - largest)).toArray();
        var sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    private double[] row(String name, int row, int width) {
        var data = checkpoint.data(name);
        var out = new double[width];
        for (var i = 0; i < width; i++) {
            var at = (row * width + i) * Short.BYTES;
            out[i] = Float.intBitsToFloat((data[at] & 0xFF) << 16 | data[at + 1] << 24);
        }
        return out;
    }

    private static void add(double[] to, double[] more) {
        for (var i = 0; i < to.length; i++) {
            to[i] += more[i];
        }
    }
}
