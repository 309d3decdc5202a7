package org.repartee.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestBodyTest {

    private final RequestBody body = new RequestBody(64, 4);

    @Test
    void anObjectIsRead() throws IOException {
        var fields = body.read(new ByteArrayInputStream("{\"a\":\"ü🙂\"} \n".getBytes(UTF_8)));
        assertThat(fields.required("a").text()).isEqualTo("ü🙂");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {             | line 1, column 3: Invalid token=EOF. Expected tokens are: [STRING, CURLYCLOSE]
                    {"a": tru }   | line 1, column 10: Unexpected char 32, expecting 'e'
                    {"a":1,"a":2} | line 1, column 12: Duplicate key 'a' is not allowed
                    {"a":1} {}    | line 1, column 9: Expected EOF token, but got CURLYOPEN
                    """)
    void brokenJsonIsRefusedWithItsPosition(String text, String reason) {
        assertThat(Refusals.of(() -> body.parse(text)))
                .isEqualTo("400 invalid_json -: request is not valid JSON: " + reason);
    }

    @Test
    void anEmptyBodyIsRefused() {
        assertThat(Refusals.of(() -> body.parse("")))
                .startsWith("400 invalid_json -: request is not valid JSON: ");
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertThat(Refusals.of(() -> body.parse("[1]")))
                .isEqualTo("400 invalid_type -: request must be an object, got an array");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(Refusals.of(() -> body.parse("{\"a[[[[[[\":[[[[")))
                .isEqualTo(
                        "400 invalid_json -: request is not valid JSON: line 1, column 16: nested deeper than 4 levels");
    }

    @Test
    void bracketsInTextsDoNotNest() {
        assertThat(body.parse("{\"a\":\"[[[[[[ \\\" [[[\"}").required("a").text())
                .isEqualTo("[[[[[[ \" [[[");
    }

    @Test
    void aLongBodyIsRefused() {
        var bytes = ("{\"a\":\"" + "x".repeat(57) + "\"}").getBytes(UTF_8);
        assertThat(Refusals.of(() -> body.read(new ByteArrayInputStream(bytes))))
                .isEqualTo("413 request_too_large -: request must have at most 64 bytes");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        var bytes = new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xc3, '"', '}'};
        assertThat(Refusals.of(() -> body.read(new ByteArrayInputStream(bytes))))
                .isEqualTo("400 invalid_json -: request is not valid JSON: byte 6 is not UTF-8");
    }
}
