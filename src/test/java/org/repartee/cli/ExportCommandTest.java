package org.repartee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.export.GoldenModel;
import org.repartee.runtime.CacheType;
import org.repartee.runtime.ModelGeometry;

class ExportCommandTest {

    private final StringWriter err = new StringWriter();

    @TempDir Path folder;

    @Test
    void aCheckpointBecomesAModelForTheCpuByDefault() {
        var out = folder.resolve("tiny");
        assertThat(run("export", GoldenModel.checkpoint().toString(), out.toString())).isZero();
        assertThat(ModelGeometry.read(out).name()).isEqualTo("tiny-gpt-oss");
        assertThat(ModelGeometry.read(out).cacheType()).isEqualTo(CacheType.FLOAT32);
        assertThat(err)
                .asString()
                .contains("100 %")
                .contains("has no tokenizer.json: the model will know token ids only")
                .contains("exported tiny-gpt-oss for cpu: 4 layers, 8 experts, vocabulary of 512, ")
                .endsWith(" MB in " + out + System.lineSeparator());
    }

    @Test
    void cudaComputesInFloat16UnlessToldOtherwise() {
        var checkpoint = GoldenModel.checkpoint().toString();
        var out = folder.resolve("cuda");
        assertThat(run("export", checkpoint, out.toString(), "--device", "cuda")).isZero();
        assertThat(ModelGeometry.read(out).cacheType()).isEqualTo(CacheType.FLOAT16);
        var other = folder.resolve("other").toString();
        assertThat(
                        run(
                                "export",
                                checkpoint,
                                other,
                                "--device=cuda",
                                "--activations=bfloat16",
                                "--name=demo"))
                .isZero();
        assertThat(ModelGeometry.read(Path.of(other)).cacheType()).isEqualTo(CacheType.BFLOAT16);
        assertThat(ModelGeometry.read(Path.of(other)).name()).isEqualTo("demo");
    }

    @Test
    void smallerWeightsAreAskedForByTheirBits() {
        var checkpoint = GoldenModel.checkpoint().toString();
        var exact = folder.resolve("exact");
        var small = folder.resolve("small");
        assertThat(run("export", checkpoint, exact.toString(), "--device=cuda")).isZero();
        assertThat(
                        run(
                                "export",
                                checkpoint,
                                small.toString(),
                                "--device=cuda",
                                "--attention-bits=4",
                                "--experts=int4"))
                .isZero();
        assertThat(dataBytes(small)).isLessThan(dataBytes(exact) * 3 / 4);
    }

    @Test
    void aWidthThatDoesNotExistIsRefused() {
        var code =
                run(
                        "export",
                        GoldenModel.checkpoint().toString(),
                        folder + "/out",
                        "--device=cuda",
                        "--attention-bits=5");
        assertThat(code).isEqualTo(1);
        assertThat(err)
                .asString()
                .isEqualToNormalizingNewlines(
                        "repartee: --attention-bits must be 16, 8 or 4, got 5\n");
    }

    @Test
    void aFailureIsOneSentenceAndAnExitCode() {
        var code = run("export", folder.resolve("nowhere").toString(), folder + "/out");
        assertThat(code).isEqualTo(1);
        assertThat(err)
                .asString()
                .isEqualToNormalizingNewlines(
                        "repartee: checkpoint folder %s/nowhere does not exist; name the folder that holds config.json\n"
                                .formatted(folder));
    }

    @Test
    void aWrongOptionIsAnotherExitCode() {
        assertThat(run("export", "a", "b", "--device", "tpu")).isEqualTo(2);
        assertThat(err).asString().contains("Invalid value for option '--device'");
    }

    private static long dataBytes(Path model) {
        return ModelGeometry.read(model).files().getFirst().bytes();
    }

    private int run(String... arguments) {
        return Main.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
    }
}
