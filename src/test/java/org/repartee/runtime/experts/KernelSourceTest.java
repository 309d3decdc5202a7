package org.repartee.runtime.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is shipped is what the source says; `deploy/repartee kernels` makes it so.
class KernelSourceTest {

    private static final Path SOURCE = Path.of("src/main/cuda/expert-block.cu");

    @BeforeEach
    void requireSource() {
        assumeTrue(Files.exists(SOURCE), "there is no " + SOURCE + " yet");
    }

    private static Path compiled(KernelTarget target) {
        return Path.of("src/main/resources" + target.resource());
    }

    @ParameterizedTest
    @EnumSource(KernelTarget.class)
    void theKernelsWereBuiltFromTheirSource(KernelTarget target)
            throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SOURCE));
        assertThat(compiled(target))
                .content()
                .startsWith("// source sha256 " + HexFormat.of().formatHex(digest) + "\n");
    }

    /// Their one parameter is a struct as long as [ExpertArguments] makes it.
    @ParameterizedTest
    @EnumSource(KernelTarget.class)
    void everyKernelThatIsLaunchedIsThere(KernelTarget target) throws IOException {
        var kernels = Files.readString(compiled(target));
        for (var type : List.of("f16", "bf16")) {
            assertThat(names(target, type))
                    .allSatisfy(name ->
                            assertThat(kernels)
                                    .containsPattern(
                                            "\\.entry %s\\(\\s+\\.param \\.align 8 \\.b8 %s_param_0\\[208]"
                                                    .formatted(name, name)));
        }
    }

    private static List<String> names(KernelTarget target, String type) {
        var names = new ArrayList<String>();
        names.add("route_" + type);
        names.add("norm_" + type);
        names.add("route_many_" + type);
        names.add("combine_" + type);
        for (var launches : target.launches()) {
            names.add("gate_up_%s_%d".formatted(type, launches.tokens()));
            names.add("down_%s_%d".formatted(type, launches.tokens()));
        }
        return names;
    }
}
