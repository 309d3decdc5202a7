package org.repartee.export;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// One layer's attention in standard operators: write new keys and values into the cache, gather
/// the blocks that can be seen, and attend with a sink per head.
record PortableAttention(
        Graph g, CheckpointConfig config, PortableWeights weights, RaggedBatch batch) {

    /// @param value float32 [T, hidden]
    /// @return float32 [T, hidden]
    String write(int layer, String value, Visible visible, Rotation rotation) throws IOException {
        var projected =
                g.op(
                        "Gemm",
                        Map.of("transB", 1),
                        value,
                        weights.qkv(layer),
                        weights.qkvBias(layer));
        var queryWidth = (long) config.heads() * config.headSize();
        var keyWidth = (long) config.kvHeads() * config.headSize();
        var parts =
                g.split(
                        "Split",
                        3,
                        Map.of("axis", 1),
                        projected,
                        g.ints(queryWidth, keyWidth, keyWidth));
        var query = rotation.rotate(g, heads(parts.get(0), config.heads()));
        var key = rotation.rotate(g, heads(parts.get(1), config.kvHeads()));
        var keys = cached(layer, "key", key);
        var values = cached(layer, "value", heads(parts.get(2), config.kvHeads()));
        var attended =
                attend(
                        grid(query),
                        gathered(keys, visible, List.of(0, 2, 3, 1)),
                        gathered(values, visible, List.of(0, 2, 1, 3)),
                        visible,
                        weights.sinks(layer));
        return g.op(
                "Gemm",
                Map.of("transB", 1),
                ragged(attended),
                weights.output(layer),
                weights.outputBias(layer));
    }

    private String heads(String value, int heads) {
        return g.op("Reshape", value, g.ints(-1, heads, config.headSize()));
    }

    /// The cache with this step's entries. Past and present share their memory: nothing is copied.
    private String cached(int layer, String part, String entries) {
        var present = PortableGraph.present(layer, part);
        g.opNamed(
                present,
                "ScatterND",
                Map.of(),
                PortableGraph.past(layer, part),
                batch.slots(),
                entries);
        return present;
    }

    /// Packed queries as [B, kvHeads, group · Q, headSize].
    private String grid(String query) {
        var padded = g.op("Gather", query, batch.toGrid());
        var shaped =
                g.op(
                        "Reshape",
                        padded,
                        dimensions(
                                batch.rows(),
                                batch.columns(),
                                g.ints(config.kvHeads(), group(), config.headSize())));
        var turned = g.op("Transpose", Map.of("perm", List.of(0, 2, 3, 1, 4)), shaped);
        return g.op("Reshape", turned, g.ints(0, config.kvHeads(), -1, config.headSize()));
    }

    /// The visible blocks' entries, [B, keys, kvHeads, headSize], permuted.
    private String gathered(String cache, Visible visible, List<Integer> permutation) {
        var blocks = g.op("Gather", cache, visible.table());
        var entries = g.op("Reshape", blocks, g.ints(0, -1, config.kvHeads(), config.headSize()));
        return g.op("Transpose", Map.of("perm", permutation), entries);
    }

    /// @return [B, kvHeads, group · Q, headSize]
    private String attend(String query, String keys, String values, Visible visible, String sinks) {
        var scale = g.scalar((float) (1 / Math.sqrt(config.headSize())));
        var products = g.op("MatMul", g.op("Mul", query, scale), keys);
        var split =
                dimensions(
                        batch.rows(),
                        g.ints(config.kvHeads(), group()),
                        batch.columns(),
                        visible.keys());
        var scores = g.op("Add", g.op("Reshape", products, split), visible.mask());
        var sinkShape =
                dimensions(
                        batch.rows(),
                        g.ints(config.kvHeads(), group()),
                        batch.columns(),
                        g.ints(1));
        var withSink = g.op("Concat", Map.of("axis", -1), scores, g.op("Expand", sinks, sinkShape));
        var weighted = g.op("Softmax", Map.of("axis", -1), withSink);
        var seen = g.op("Slice", weighted, g.ints(0), g.ints(-1), g.ints(-1));
        var merged =
                g.op(
                        "Reshape",
                        seen,
                        dimensions(batch.rows(), g.ints(config.kvHeads(), -1), visible.keys()));
        return g.op("MatMul", merged, values);
    }

    /// Back to packed tokens: [T, heads · headSize].
    private String ragged(String attended) {
        var shaped =
                g.op(
                        "Reshape",
                        attended,
                        dimensions(
                                batch.rows(),
                                g.ints(config.kvHeads(), group()),
                                batch.columns(),
                                g.ints(config.headSize())));
        var turned = g.op("Transpose", Map.of("perm", List.of(0, 3, 1, 2, 4)), shaped);
        var rows = g.op("Reshape", turned, g.ints(-1, (long) config.heads() * config.headSize()));
        return g.op("Gather", rows, batch.fromGrid());
    }

    private String dimensions(String... parts) {
        return g.op("Concat", Map.of("axis", 0), parts);
    }

    private int group() {
        return config.heads() / config.kvHeads();
    }
}
