package org.repartee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a longer chat costs.
class FollowUpIT {

    @Test
    void theFifthTurnComputesLittleMoreThanItsOwnQuestion() throws Exception {
        var address = RunningServer.address();
        try (var socket = new Socket(address, "http://" + address.getAuthority())) {
            socket.send("{\"type\":\"ask\",\"text\":\"My name is Ada.\",\"max_tokens\":256}");
            var turn = socket.answer();
            var conversation = turn.getFirst().getString("conversation");
            for (var question :
                    List.of("Hello!", "What is 12 + 7?", "What is Repartee?", "What is my name?")) {
                Thread.sleep(500); // the time in which a person reads
                socket.send(
                        "{\"type\":\"ask\",\"conversation\":\"%s\",\"text\":\"%s\",\"max_tokens\":256}"
                                .formatted(conversation, question));
                turn = socket.answer();
            }
            var usage = turn.getLast().getJsonObject("usage");
            var cached = usage.getJsonObject("prompt_tokens_details").getInt("cached_tokens");
            assertThat(usage.getInt("prompt_tokens")).isGreaterThan(200);
            assertThat(usage.getInt("prompt_tokens") - cached).isLessThan(40);
        }
    }
}
