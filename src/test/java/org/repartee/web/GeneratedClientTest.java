package org.repartee.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/// What an integrator does first: the usual generator makes a Java client from the description, and
/// the compiler takes it.
class GeneratedClientTest {

    @Test
    void aClientIsGeneratedAndCompiles(@TempDir Path folder) throws IOException {
        var sources = generate(folder.resolve("sources"));
        assertThat(sources)
                .anyMatch(file -> file.endsWith("CompletionsApi.java"))
                .anyMatch(file -> file.endsWith("ConversationsApi.java"))
                .anyMatch(file -> file.endsWith("ChatCompletionRequest.java"));

        var compiler = ToolProvider.getSystemJavaCompiler();
        var complaints = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var options =
                    List.of(
                            "-proc:none",
                            "-d",
                            folder.resolve("classes").toString(),
                            "-cp",
                            System.getProperty("java.class.path"));
            var task =
                    compiler.getTask(
                            complaints,
                            files,
                            null,
                            options,
                            null,
                            files.getJavaFileObjectsFromStrings(sources));
            assertThat(task.call()).as(complaints.toString()).isTrue();
        }
    }

    private static List<String> generate(Path folder) {
        var description =
                Objects.requireNonNull(
                        GeneratedClientTest.class.getResource(OpenApiDocument.RESOURCE));
        var settings =
                new CodegenConfigurator()
                        .setGeneratorName("java")
                        .setLibrary("native")
                        .setInputSpec(description.toString())
                        .setOutputDir(folder.toString())
                        .addAdditionalProperty("openApiNullable", false)
                        .addAdditionalProperty("useJakartaEe", true)
                        .addAdditionalProperty("hideGenerationTimestamp", true);
        return new DefaultGenerator()
                .opts(settings.toClientOptInput()).generate().stream()
                        .map(Object::toString)
                        .filter(file -> file.endsWith(".java") && file.contains("/src/main/"))
                        .toList();
    }
}
