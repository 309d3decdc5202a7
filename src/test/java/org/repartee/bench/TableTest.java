package org.repartee.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void theFirstColumnStandsToTheLeftAndNumbersToTheRight() {
        var table = new Table(List.of("", "1 user", "32 users"));
        table.row(List.of("TTFT ms p50", "37.0", "8.1"));
        table.row(List.of("failed", "0", "12345678"));
        var printed = new StringWriter();
        table.print(new PrintWriter(printed));
        assertThat(printed.toString())
                .isEqualToNormalizingNewlines(
                        """
                                     1 user  32 users
                        TTFT ms p50    37.0       8.1
                        failed            0  12345678
                        """);
    }

    @Test
    void aRowHasACellForEachHeading() {
        var table = new Table(List.of("", "a"));
        assertThatThrownBy(() -> table.row(List.of("b")))
                .hasMessage("a row must have 2 cells, got [b]");
    }
}
