package org.repartee.export;

import java.util.List;
import java.util.stream.IntStream;
import org.repartee.runtime.LayerType;

/// Shapes that a model of random weights can have.
public enum ModelShape {
    /// What gpt-oss-20b's `config.json` says.
    GPT_OSS_20B(
            new GptOssConfig(
                    "gpt-oss-20b-random",
                    layerTypes(24),
                    2880,
                    2880,
                    64,
                    8,
                    64,
                    201_088,
                    128,
                    32,
                    4,
                    131_072,
                    1e-5f,
                    7f,
                    false,
                    new RopeScaling(150_000, 32, 32, 1, 4096, false),
                    List.of(200_002, 199_999, 200_012))),

    /// The same architecture in a few megabytes, its heads as wide and as many to a key as there.
    TINY(
            new GptOssConfig(
                    "tiny-random",
                    layerTypes(4),
                    256,
                    256,
                    16,
                    2,
                    64,
                    16_384,
                    128,
                    8,
                    4,
                    4096,
                    1e-5f,
                    7f,
                    false,
                    new RopeScaling(150_000, 8, 32, 1, 512, false),
                    List.of(2)));

    private final GptOssConfig config;

    ModelShape(GptOssConfig config) {
        this.config = config;
    }

    GptOssConfig config() {
        return config;
    }

    private static List<LayerType> layerTypes(int layers) {
        return IntStream.range(0, layers)
                .mapToObj(i -> i % 2 == 0 ? LayerType.SLIDING_ATTENTION : LayerType.FULL_ATTENTION)
                .toList();
    }
}
