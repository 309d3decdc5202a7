package org.repartee.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {

    @Test
    void theDocumentIsValid() throws IOException {
        assertThat(parsed().getMessages()).isEmpty();
    }

    @Test
    void everyMethodIsDescribedAndNothingElse() throws IOException {
        var implemented =
                new Endpoints()
                        .all().stream()
                                .filter(endpoint -> endpoint.matches("[A-Z]+ /(v1|api)/.*"))
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

    private static SwaggerParseResult parsed() throws IOException {
        try (var in = OpenApiDocument.class.getResourceAsStream(OpenApiDocument.RESOURCE)) {
            var text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
            var options = new ParseOptions();
            options.setResolve(true);
            return new OpenAPIV3Parser().readContents(text, null, options);
        }
    }
}
