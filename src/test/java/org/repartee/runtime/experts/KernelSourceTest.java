package org.repartee.runtime.experts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is shipped is what the source says.
class KernelSourceTest {

    private static final Path SOURCE = Path.of("src/main/cuda/expert-block.cu");

    private static Path compiled(KernelTarget target) {
        return Path.of("src/main/resources" + target.resource());
    }

    @ParameterizedTest
    @EnumSource
    void theKernelsWereBuiltFromTheirSource(KernelTarget target)
            throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SOURCE));
        assertThat(compiled(target))
                .as("deploy/repartee kernels builds it")
                .content()
                .startsWith("// source sha256 " + HexFormat.of().formatHex(digest) + "\n");
    }

    /// Their one parameter is a struct as long as [ExpertArguments] makes it.
    @ParameterizedTest
    @CsvSource({"ANY, f16", "ANY, bf16", "HOPPER, f16", "HOPPER, bf16"})
    void everyKernelThatIsLaunchedIsThere(KernelTarget target, String type) throws IOException {
        var kernels = Files.readString(compiled(target));
        var rows = Stream.of("route_", "norm_", "route_many_", "combine_").map(name -> name + type);
        var tiles =
                ExpertLaunches.of(target).stream()
                        .flatMap(launches ->
                                Stream.of("gate_up_%s_%d", "down_%s_%d")
                                        .map(name -> name.formatted(type, launches.tokens())));
        assertThat(Stream.concat(rows, tiles))
                .allSatisfy(name ->
                        assertThat(kernels)
                                .containsPattern(
                                        "\\.entry %s\\(\\s+\\.param \\.align 8 \\.b8 %s_param_0\\[208]"
                                                .formatted(name, name)));
    }
}
