package org.repartee.export;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/// A checkpoint of random weights in the published layout, to be written whole or in shards. Tests
/// spoil its tensors at will.
final class RandomCheckpoint {

    /// A tensor as safetensors keep it.
    record Tensor(String dtype, List<Long> shape, byte[] data) {}

    /// The numbers of a model.
    record Size(
            int layers,
            int hidden,
            int inner,
            int heads,
            int kvHeads,
            int headSize,
            int vocabulary,
            int window,
            int experts,
            int expertsPerToken,
            boolean truncate) {

        static final int MAX_POSITIONS = 256;
        static final int ORIGINAL_POSITIONS = 32;
        static final double FACTOR = 8;
        static final double THETA = 10_000;

        /// A model that is written in a moment.
        static Size tiny() {
            return new Size(2, 32, 32, 2, 1, 32, 40, 8, 4, 2, false);
        }
    }

    private static final double NORM_SPREAD = 0.1;
    private static final double BIAS_SPREAD = 0.1;
    // Keeps e8m0 scales between 2^-7 and 2^-4, as trained experts have them.
    private static final int LOWEST_SCALE = 120;
    private static final int SCALES = 4;

    final Size size;
    final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Random random;

    RandomCheckpoint(Size size, long seed) {
        this.size = size;
        random = new Random(seed);
        var hidden = size.hidden();
        floats("model.embed_tokens.weight", 1, size.vocabulary(), hidden);
        for (var layer = 0; layer < size.layers(); layer++) {
            var prefix = "model.layers." + layer + ".";
            norm(prefix + "input_layernorm.weight");
            projection(prefix + "self_attn.q_proj", size.heads() * size.headSize(), hidden);
            projection(prefix + "self_attn.k_proj", size.kvHeads() * size.headSize(), hidden);
            projection(prefix + "self_attn.v_proj", size.kvHeads() * size.headSize(), hidden);
            projection(prefix + "self_attn.o_proj", hidden, size.heads() * size.headSize());
            floats(prefix + "self_attn.sinks", 1, size.heads());
            norm(prefix + "post_attention_layernorm.weight");
            projection(prefix + "mlp.router", size.experts(), hidden);
            quantized(prefix + "mlp.experts.gate_up_proj", 2 * size.inner(), hidden);
            quantized(prefix + "mlp.experts.down_proj", hidden, size.inner());
        }
        norm("model.norm.weight");
        floats("lm_head.weight", 1 / Math.sqrt(hidden), size.vocabulary(), hidden);
    }

    /// Writes `config.json` and `model.safetensors`.
    RandomCheckpoint write(Path folder) {
        try {
            Files.writeString(folder.resolve("config.json"), config().build().toString());
            writeFile(folder.resolve("model.safetensors"), tensors);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes the tensors dealt out over shards, and their index.
    static void writeShards(Path folder, Map<String, Tensor> tensors, int count)
            throws IOException {
        var shards = new ArrayList<Map<String, Tensor>>();
        IntStream.range(0, count).forEach(_ -> shards.add(new LinkedHashMap<>()));
        var weightMap = Json.createObjectBuilder();
        var next = 0;
        for (var name : tensors.keySet()) {
            var shard = next++ % count;
            shards.get(shard).put(name, tensors.get(name));
            weightMap.add(name, shardName(shard, count));
        }
        for (var shard = 0; shard < count; shard++) {
            writeFile(folder.resolve(shardName(shard, count)), shards.get(shard));
        }
        var index = Json.createObjectBuilder().add("weight_map", weightMap).build();
        Files.writeString(folder.resolve("model.safetensors.index.json"), index.toString());
    }

    static String shardName(int shard, int count) {
        return "model-%05d-of-%05d.safetensors".formatted(shard + 1, count);
    }

    /// A tensor's bytes.
    byte[] data(String name) {
        return Objects.requireNonNull(tensors.get(name), name).data();
    }

    JsonObjectBuilder config() {
        var layerTypes = Json.createArrayBuilder();
        for (var layer = 0; layer < size.layers(); layer++) {
            layerTypes.add(layer % 2 == 0 ? "sliding_attention" : "full_attention");
        }
        return Json.createObjectBuilder()
                .add("model_type", "gpt_oss")
                .add("num_hidden_layers", size.layers())
                .add("layer_types", layerTypes)
                .add("hidden_size", size.hidden())
                .add("intermediate_size", size.inner())
                .add("num_attention_heads", size.heads())
                .add("num_key_value_heads", size.kvHeads())
                .add("head_dim", size.headSize())
                .add("vocab_size", size.vocabulary())
                .add("sliding_window", size.window())
                .add("num_local_experts", size.experts())
                .add("num_experts_per_tok", size.expertsPerToken())
                .add("max_position_embeddings", Size.MAX_POSITIONS)
                .add("rms_norm_eps", 1e-5)
                .add("eos_token_id", 2)
                .add("rope_theta", Size.THETA)
                .add("rope_scaling", rope())
                .add(
                        "quantization_config",
                        Json.createObjectBuilder().add("quant_method", "mxfp4"));
    }

    private JsonObject rope() {
        return Json.createObjectBuilder()
                .add("rope_type", "yarn")
                .add("factor", Size.FACTOR)
                .add("beta_fast", 32.0)
                .add("beta_slow", 1.0)
                .add("original_max_position_embeddings", Size.ORIGINAL_POSITIONS)
                .add("truncate", size.truncate())
                .build();
    }

    private void norm(String name) {
        var data = bytes(size.hidden() * Short.BYTES);
        for (var i = 0; i < size.hidden(); i++) {
            data.putShort(bfloat16(1 + NORM_SPREAD * random.nextGaussian()));
        }
        tensors.put(name, new Tensor("BF16", List.of((long) size.hidden()), data.array()));
    }

    private void projection(String name, int outputs, int inputs) {
        floats(name + ".weight", 1 / Math.sqrt(inputs), outputs, inputs);
        floats(name + ".bias", BIAS_SPREAD, outputs);
    }

    private void quantized(String name, int outputs, int inputs) {
        var blocks = size.experts() * outputs * (inputs / 32);
        var packed = new byte[blocks * 16];
        random.nextBytes(packed);
        var scales = new byte[blocks];
        for (var i = 0; i < blocks; i++) {
            scales[i] = (byte) (LOWEST_SCALE + random.nextInt(SCALES));
        }
        var experts = (long) size.experts();
        tensors.put(
                name + "_blocks",
                new Tensor("U8", List.of(experts, (long) outputs, inputs / 32L, 16L), packed));
        tensors.put(
                name + "_scales",
                new Tensor("U8", List.of(experts, (long) outputs, inputs / 32L), scales));
        floats(name + "_bias", BIAS_SPREAD, size.experts(), outputs);
    }

    private void floats(String name, double spread, long... dimensions) {
        var shape = Arrays.stream(dimensions).boxed().toList();
        var count = shape.stream().reduce(1L, Math::multiplyExact).intValue();
        var data = bytes(count * Short.BYTES);
        for (var i = 0; i < count; i++) {
            data.putShort(bfloat16(spread * random.nextGaussian()));
        }
        tensors.put(name, new Tensor("BF16", shape, data.array()));
    }

    private static short bfloat16(double value) {
        return (short) (Float.floatToIntBits((float) value) >>> Short.SIZE);
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void writeFile(Path file, Map<String, Tensor> tensors) throws IOException {
        var header = Json.createObjectBuilder();
        var offset = 0L;
        for (var entry : tensors.entrySet()) {
            var tensor = entry.getValue();
            var end = offset + tensor.data().length;
            header.add(
                    entry.getKey(),
                    Json.createObjectBuilder()
                            .add("dtype", tensor.dtype())
                            .add("shape", Json.createArrayBuilder(tensor.shape()))
                            .add("data_offsets", Json.createArrayBuilder(List.of(offset, end))));
            offset = end;
        }
        var json = header.build().toString().getBytes(StandardCharsets.UTF_8);
        try (var out = Files.newOutputStream(file)) {
            out.write(bytes(Long.BYTES).putLong(json.length).array());
            out.write(json);
            for (var tensor : tensors.values()) {
                out.write(tensor.data());
            }
        }
    }
}
