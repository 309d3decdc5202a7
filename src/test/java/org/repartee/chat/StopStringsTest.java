package org.repartee.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopStringsTest {

    @Test
    void withoutStopsEveryPiecePassesAtOnce() {
        var stops = new StopStrings(List.of());
        assertThat(stops.append("a")).isEqualTo("a");
        assertThat(stops.finish()).isEmpty();
    }

    @Test
    void aStopTextAcrossPiecesIsFoundAndCutOff() {
        var stops = new StopStrings(List.of("END"));
        assertThat(stops.append("one E")).isEqualTo("one ");
        assertThat(stops.append("N")).isEmpty();
        assertThat(stops.append("D two")).isEmpty();
        assertThat(stops.found()).isTrue();
        assertThat(stops.finish()).isEmpty();
    }

    @Test
    void aFalseBeginningIsReleased() {
        var stops = new StopStrings(List.of("END"));
        assertThat(stops.append("EN")).isEmpty();
        assertThat(stops.append("T")).isEqualTo("ENT");
        assertThat(stops.append("E")).isEmpty();
        assertThat(stops.finish()).isEqualTo("E");
        assertThat(stops.found()).isFalse();
    }

    @Test
    void theFirstOfSeveralStopsWins() {
        var stops = new StopStrings(List.of("\n\n", "b"));
        assertThat(stops.append("aab\n\n")).isEqualTo("aa");
        assertThat(stops.found()).isTrue();
        assertThat(stops.append("more")).isEmpty();
    }
}
