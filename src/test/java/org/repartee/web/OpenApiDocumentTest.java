package org.repartee.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {

    @Test
    void theDocumentIsValid() throws IOException {
        assertThat(parsed().getMessages()).isEmpty();
    }

    @Test
    void everyMethodIsDescribedAndNothingElse() throws IOException {
        var implemented =
                Stream.of(new OpenAiApplication(), new PageApplication())
                        .flatMap(OpenApiDocumentTest::operations)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(described(parsed().getOpenAPI())).isEqualTo(implemented);
    }

    @Test
    void everyOperationHasANameAndTellsItsErrors() throws IOException {
        var operations =
                parsed().getOpenAPI().getPaths().values().stream()
                        .flatMap(path -> path.readOperations().stream())
                        .toList();
        assertThat(operations)
                .allSatisfy(operation -> {
                    assertThat(operation.getOperationId()).isNotBlank();
                    assertThat(operation.getSummary()).isNotBlank();
                    assertThat(operation.getResponses()).containsKeys("403", "503");
                });
        assertThat(operations.stream().map(o -> o.getOperationId())).doesNotHaveDuplicates();
    }

    /// A value that suits no field: a known one is refused for its type, an unknown one by name.
    @Test
    void theFieldsOfARequestAreKnown() throws IOException {
        var schemas = parsed().getOpenAPI().getComponents().getSchemas();
        var request = Objects.requireNonNull(schemas.get("ChatCompletionRequest"));
        for (var property : request.getProperties().keySet()) {
            var field = String.valueOf(property);
            if (request.getRequired().contains(field)) {
                continue;
            }
            assertThat(Refusals.of(() -> read(field + "\":[{\"x\":[]}]")))
                    .doesNotContain("unknown field");
        }
    }

    private static void read(String field) {
        var start = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"";
        ChatCompletionRequest.of(new RequestBody(1000, 10).parse(start + field + "}"), 1024);
    }

    private static Set<String> described(OpenAPI document) {
        return document.getPaths().entrySet().stream()
                .flatMap(path ->
                        path.getValue().readOperationsMap().keySet().stream()
                                .map(method -> method + " " + path.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> operations(Application application) {
        var root = application.getClass().getAnnotation(ApplicationPath.class).value();
        return application.getClasses().stream()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> operations(root, type));
    }

    private static Stream<String> operations(String root, Class<?> resource) {
        var path = root + "/" + resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method ->
                        httpMethod(method).map(http -> http + " " + path + below(method)).stream());
    }

    private static Optional<String> httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(a -> a.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .findFirst();
    }

    /// The method's own path, without the patterns of its parameters.
    private static String below(Method method) {
        var path = method.getAnnotation(Path.class);
        return path == null ? "" : "/" + path.value().replaceAll("\\{(\\w+): [^}]*}", "{$1}");
    }

    private static SwaggerParseResult parsed() throws IOException {
        try (var in = OpenApiDocument.class.getResourceAsStream(OpenApiDocument.RESOURCE)) {
            var text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
            var options = new ParseOptions();
            options.setResolve(true);
            return new OpenAPIV3Parser().readContents(text, null, options);
        }
    }
}
