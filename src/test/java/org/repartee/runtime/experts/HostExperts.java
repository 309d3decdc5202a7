package org.repartee.runtime.experts;

import static org.repartee.runtime.experts.ExpertCall.ATTENDED;
import static org.repartee.runtime.experts.ExpertCall.DOWN;
import static org.repartee.runtime.experts.ExpertCall.DOWN_BIAS;
import static org.repartee.runtime.experts.ExpertCall.GATE_UP;
import static org.repartee.runtime.experts.ExpertCall.GATE_UP_BIAS;
import static org.repartee.runtime.experts.ExpertCall.NEXT_NORM;
import static org.repartee.runtime.experts.ExpertCall.NORM;
import static org.repartee.runtime.experts.ExpertCall.OUTPUT_BIAS;
import static org.repartee.runtime.experts.ExpertCall.RESIDUAL;
import static org.repartee.runtime.experts.ExpertCall.ROUTER_BIAS;
import static org.repartee.runtime.experts.ExpertCall.ROUTER_WEIGHT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.repartee.runtime.cuda.CustomOperator;
import org.repartee.runtime.cuda.ElementType;

/// The block computed by the host, in the order of its definition.
public final class HostExperts implements ExpertComputation {

    /// The operators for ONNX Runtime's own CPU memory.
    public static List<CustomOperator> operators() {
        var operators = new ArrayList<CustomOperator>();
        for (var type : List.of(ElementType.FLOAT32, ElementType.FLOAT16, ElementType.BFLOAT16)) {
            operators.add(new ExpertBlock(type, "CPUExecutionProvider", HostExperts::new));
        }
        return operators;
    }

    @Override
    public void compute(ExpertCall call) {
        new Block(call).run();
    }

    @Override
    public void close() {}

    /// A token and the rank of one of its experts.
    private record Pair(int token, int rank, float weight) {}

    private static final class Block {

        private final ExpertCall call;
        private final ExpertShape shape;
        private final ExpertSettings settings;
        private final Numbers numbers;
        private final List<List<Pair>> byExpert = new ArrayList<>();

        Block(ExpertCall call) {
            this.call = call;
            shape = call.shape();
            settings = call.settings();
            numbers = new Numbers(call.type());
            IntStream.range(0, shape.experts()).forEach(_ -> byExpert.add(new ArrayList<>()));
        }

        void run() {
            var mid = middle();
            var normed = norm(mid, numbers(NORM, shape.hidden()));
            route(normed);
            var parts = new float[shape.tokens() * settings.topK()][];
            for (var expert = 0; expert < shape.experts(); expert++) {
                compute(expert, normed, parts);
            }
            for (var pair = 0; pair < parts.length; pair++) {
                var start = pair / settings.topK() * shape.hidden();
                for (var i = 0; i < shape.hidden(); i++) {
                    mid[start + i] += parts[pair][i];
                }
            }
            new Numbers(ElementType.FLOAT32).write(mid, call.residual());
            numbers.write(norm(mid, numbers(NEXT_NORM, shape.hidden())), call.normed());
            call.scratch(0);
        }

        private float[] middle() {
            var count = (long) shape.tokens() * shape.hidden();
            var sum = floats(RESIDUAL, count);
            var attended = numbers(ATTENDED, count);
            var bias = numbers(OUTPUT_BIAS, shape.hidden());
            for (var i = 0; i < sum.length; i++) {
                sum[i] += attended[i] + bias[i % shape.hidden()];
            }
            return sum;
        }

        private float[] norm(float[] rows, float[] weight) {
            var normed = new float[rows.length];
            for (var start = 0; start < rows.length; start += shape.hidden()) {
                var squares = 0.0;
                for (var i = 0; i < shape.hidden(); i++) {
                    squares += (double) rows[start + i] * rows[start + i];
                }
                var factor = (float) (1 / Math.sqrt(squares / shape.hidden() + settings.epsilon()));
                for (var i = 0; i < shape.hidden(); i++) {
                    normed[start + i] = numbers.round(rows[start + i] * factor * weight[i]);
                }
            }
            return normed;
        }

        private void route(float[] normed) {
            var weight = numbers(ROUTER_WEIGHT, (long) shape.experts() * shape.hidden());
            var bias = numbers(ROUTER_BIAS, shape.experts());
            for (var token = 0; token < shape.tokens(); token++) {
                var logits = new float[shape.experts()];
                for (var expert = 0; expert < logits.length; expert++) {
                    var sum = 0.0;
                    for (var i = 0; i < shape.hidden(); i++) {
                        sum +=
                                (double) weight[expert * shape.hidden() + i]
                                        * normed[token * shape.hidden() + i];
                    }
                    logits[expert] = (float) sum + bias[expert];
                }
                choose(token, logits);
            }
        }

        private void choose(int token, float[] logits) {
            var chosen =
                    IntStream.range(0, logits.length)
                            .boxed()
                            .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                            .limit(settings.topK())
                            .toList();
            var largest = logits[chosen.getFirst()];
            var sum = chosen.stream().mapToDouble(e -> Math.exp(logits[e] - largest)).sum();
            for (var rank = 0; rank < chosen.size(); rank++) {
                int expert = chosen.get(rank);
                var share = (float) (Math.exp(logits[expert] - largest) / sum);
                byExpert.get(expert).add(new Pair(token, rank, share));
            }
        }

        private void compute(int expert, float[] normed, float[][] parts) {
            var pairs = byExpert.get(expert);
            if (pairs.isEmpty()) {
                return;
            }
            var in = new float[shape.hidden()][pairs.size()];
            for (var pair = 0; pair < pairs.size(); pair++) {
                for (var i = 0; i < in.length; i++) {
                    in[i][pair] = normed[pairs.get(pair).token() * shape.hidden() + i];
                }
            }
            var activated = activated(product(expert, GATE_UP, GATE_UP_BIAS, in));
            var out = product(expert, DOWN, DOWN_BIAS, activated);
            for (var p = 0; p < pairs.size(); p++) {
                var pair = pairs.get(p);
                var part = new float[shape.hidden()];
                for (var i = 0; i < part.length; i++) {
                    part[i] = pair.weight() * out[i][p];
                }
                parts[pair.token() * settings.topK() + pair.rank()] = part;
            }
        }

        /// The weight's rows times each pair's column, `[rows][pairs]`.
        private float[][] product(int expert, int weight, int bias, float[][] columns) {
            var tiles = Tiles.of(call.input(weight), call.node().shape(weight), call.type());
            var biases = floats(bias, (long) shape.experts() * tiles.rows());
            var product = new float[tiles.rows()][];
            IntStream.range(0, tiles.rows())
                    .parallel()
                    .forEach(row -> {
                        var sums = new float[columns[0].length];
                        var numbersOfRow = tiles.row(expert, row);
                        for (var i = 0; i < columns.length; i++) {
                            addScaled(sums, columns[i], numbersOfRow[i]);
                        }
                        addScaled(sums, ones(sums.length), biases[expert * tiles.rows() + row]);
                        product[row] = sums;
                    });
            return product;
        }

        private static void addScaled(float[] sums, float[] values, float factor) {
            for (var i = 0; i < sums.length; i++) {
                sums[i] += factor * values[i];
            }
        }

        private static float[] ones(int count) {
            var ones = new float[count];
            Arrays.fill(ones, 1);
            return ones;
        }

        /// Of each tile, the first eight rows are gates, the others are up projections.
        private float[][] activated(float[][] gateUp) {
            var activated = new float[gateUp.length / 2][gateUp[0].length];
            for (var unit = 0; unit < activated.length; unit++) {
                var gates = gateUp[unit / 8 * 16 + unit % 8];
                var ups = gateUp[unit / 8 * 16 + 8 + unit % 8];
                for (var pair = 0; pair < gates.length; pair++) {
                    activated[unit][pair] = activated(gates[pair], ups[pair]);
                }
            }
            return activated;
        }

        private float activated(float gateProjection, float upProjection) {
            var limit = settings.limit();
            var gate = Math.min(gateProjection, limit);
            var up = Math.clamp(upProjection, -limit, limit);
            var sigmoid = 1 / (1 + Math.exp(-settings.alpha() * gate));
            return numbers.round((float) ((up + 1) * gate * sigmoid));
        }

        private float[] numbers(int input, long count) {
            return numbers.read(call.input(input), count);
        }

        private float[] floats(int input, long count) {
            return new Numbers(ElementType.FLOAT32).read(call.input(input), count);
        }
    }
}
