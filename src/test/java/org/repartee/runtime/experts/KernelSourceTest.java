package org.repartee.runtime.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is shipped is what the source says.
class KernelSourceTest {

    private static final Path SOURCE = Path.of("src/main/cuda/expert-block.cu");

    private static final Path COMPILED = Path.of("src/main/resources" + ExpertKernels.RESOURCE);

    @Test
    void theKernelsWereBuiltFromTheirSource() throws IOException, NoSuchAlgorithmException {
        assumeTrue(Files.exists(SOURCE), "there is no " + SOURCE + " yet");
        var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SOURCE));
        assertThat(COMPILED)
                .as("deploy/repartee kernels builds it")
                .content()
                .startsWith("// source sha256 " + HexFormat.of().formatHex(digest) + "\n");
    }

    /// Their one parameter is a struct as long as [ExpertArguments] makes it.
    @ParameterizedTest
    @ValueSource(strings = {"f16", "bf16"})
    void everyKernelThatIsLaunchedIsThere(String type) throws IOException {
        assumeTrue(Files.exists(SOURCE), "there is no " + SOURCE + " yet");
        var kernels = Files.readString(COMPILED);
        assertThat(
                        Stream.of(
                                "route_%s",
                                "norm_%s",
                                "route_many_%s",
                                "combine_%s",
                                "gate_up_%s_8",
                                "gate_up_%s_16",
                                "gate_up_%s_32",
                                "gate_up_%s_64",
                                "down_%s_8",
                                "down_%s_16",
                                "down_%s_32",
                                "down_%s_64"))
                .map(name -> name.formatted(type))
                .allSatisfy(name ->
                        assertThat(kernels)
                                .containsPattern(
                                        "\\.entry %s\\(\\s+\\.param \\.align 8 \\.b8 %s_param_0\\[208]"
                                                .formatted(name, name)));
    }
}
