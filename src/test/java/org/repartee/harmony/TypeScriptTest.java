package org.repartee.harmony;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TypeScriptTest {

    static Stream<GoldenFile> rules() {
        return GoldenFile.startingWith("schema-");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aSchemaIsDeclaredByTheRule(GoldenFile rule) {
        var function = new Function("f", "", Prompts.schema(rule.section("schema")));
        assertThat(TypeScript.declaration(function)).isEqualTo(rule.section("expected"));
    }
}
