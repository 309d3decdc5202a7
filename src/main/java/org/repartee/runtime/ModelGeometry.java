package org.repartee.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What a caller must know of an exported model. Kept in the model folder's `geometry.json`, under
/// the names of the checkpoint's `config.json`.
///
/// @param name what the model is called towards clients
/// @param device what the graph was exported for
/// @param layerTypes one per layer, first layer first
/// @param hiddenSize width of the residual stream
/// @param heads query heads; a multiple of `kvHeads`
/// @param kvHeads key and value heads
/// @param headSize width of one head, in elements
/// @param vocabularySize number of logits; token ids are `0 … vocabularySize - 1`
/// @param slidingWindow positions that a sliding layer sees, the token's own included
/// @param experts experts per layer
/// @param expertsPerToken experts that the router picks for each token
/// @param maxPositions longest sequence, prompt and answer together, in tokens
/// @param cacheType element type of keys and values
/// @param stopIds token ids that end a generation; empty if the checkpoint names none
/// @param files the other files of the folder, as they were written
public record ModelGeometry(
        String name,
        Device device,
        List<LayerType> layerTypes,
        int hiddenSize,
        int heads,
        int kvHeads,
        int headSize,
        int vocabularySize,
        int slidingWindow,
        int experts,
        int expertsPerToken,
        int maxPositions,
        CacheType cacheType,
        List<Integer> stopIds,
        List<ModelFile> files) {

    /// The file's name in a model folder.
    public static final String FILE_NAME = "geometry.json";

    public ModelGeometry {
        layerTypes = List.copyOf(layerTypes);
        stopIds = List.copyOf(stopIds);
        files = List.copyOf(files);
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        requirePositive("layer_types (count)", layerTypes.size());
        requirePositive("hidden_size", hiddenSize);
        requirePositive("num_attention_heads", heads);
        requirePositive("num_key_value_heads", kvHeads);
        requirePositive("head_dim", headSize);
        requirePositive("vocab_size", vocabularySize);
        requirePositive("sliding_window", slidingWindow);
        requirePositive("num_local_experts", experts);
        requirePositive("num_experts_per_tok", expertsPerToken);
        requirePositive("max_position_embeddings", maxPositions);
        requireRelations(heads, kvHeads, experts, expertsPerToken);
        requireInVocabulary(stopIds, vocabularySize);
    }

    public int layers() {
        return layerTypes.size();
    }

    /// Bytes that one cache block of `blockSize` tokens takes: keys and values of all layers.
    public long blockBytes(int blockSize) {
        return 2L * layers() * blockSize * kvHeads * headSize * cacheType.bytes();
    }

    /// This geometry with `written` as its files.
    public ModelGeometry withFiles(List<ModelFile> written) {
        return with(cacheType, written);
    }

    /// This geometry with keys and values stored as `type`.
    ModelGeometry withCacheType(CacheType type) {
        return with(type, files);
    }

    private ModelGeometry with(CacheType type, List<ModelFile> written) {
        return new ModelGeometry(
                name,
                device,
                layerTypes,
                hiddenSize,
                heads,
                kvHeads,
                headSize,
                vocabularySize,
                slidingWindow,
                experts,
                expertsPerToken,
                maxPositions,
                type,
                stopIds,
                written);
    }

    /// Reads `geometry.json` of `folder`, or what Microsoft's model builder wrote in its place.
    ///
    /// @throws ModelFailure if the folder or the file is missing, or a field is missing, of the
    ///   wrong type or out of range
    public static ModelGeometry read(Path folder) {
        return GeometryJson.read(folder);
    }

    /// Writes `geometry.json` into `folder`.
    public void write(Path folder) throws IOException {
        GeometryJson.write(this, folder.resolve(FILE_NAME));
    }

    private static void requirePositive(String field, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(field + " must be at least 1, got " + value);
        }
    }

    private static void requireRelations(int heads, int kvHeads, int experts, int expertsPerToken) {
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException(
                    "num_attention_heads must be a multiple of num_key_value_heads (%d), got %d"
                            .formatted(kvHeads, heads));
        }
        if (expertsPerToken > experts) {
            throw new IllegalArgumentException(
                    "num_experts_per_tok must be at most num_local_experts (%d), got %d"
                            .formatted(experts, expertsPerToken));
        }
    }

    private static void requireInVocabulary(List<Integer> stopIds, int vocabularySize) {
        for (int id : stopIds) {
            if (id < 0 || id >= vocabularySize) {
                throw new IllegalArgumentException(
                        "eos_token_id must be within [0, %d), got %d"
                                .formatted(vocabularySize, id));
            }
        }
    }
}
