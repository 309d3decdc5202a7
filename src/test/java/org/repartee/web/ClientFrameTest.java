package org.repartee.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.repartee.chat.ChatMessage;
import org.repartee.chat.Effort;
import org.repartee.conversation.Place;

class ClientFrameTest {

    private static final UUID CHAT = UUID.fromString("01a20832-92b8-745e-ba5e-743e3f75309f");

    @Test
    void aQuestionIsRead() {
        assertThat(
                        frame(
                                """
                                {"type":"ask","conversation":"01a20832-92b8-745e-ba5e-743e3f75309f",
                                "text":"hi","reasoning_effort":"low","max_tokens":512}
                                """))
                .isEqualTo(
                        new ClientFrame.Ask(
                                new Place.Next(CHAT, "hi"), Effort.LOW, OptionalInt.of(512)));
    }

    @Test
    void aQuestionNeedsOnlyItsText() {
        assertThat(frame("{\"type\":\"ask\",\"text\":\"hi\",\"conversation\":null}"))
                .isEqualTo(
                        new ClientFrame.Ask(
                                new Place.Start("hi", ""), Effort.MEDIUM, OptionalInt.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "text":"a","parent":"root" | Instead[conversation=ID, parent=Optional.empty, text=a]
                    "text":"a","parent":"ID"   | Instead[conversation=ID, parent=Optional[ID], text=a]
                    "again":"ID"               | Again[conversation=ID, question=ID]
                    "onward":"ID"              | Onward[conversation=ID, answer=ID]
                    """)
    void aPlaceIsRead(String fields, String place) {
        var json = "{\"type\":\"ask\",\"conversation\":\"ID\"," + fields + "}";
        assertThat(frame(json.replace("ID", CHAT.toString())))
                .extracting(frame -> ((ClientFrame.Ask) frame).place().toString())
                .isEqualTo(place.replace("ID", CHAT.toString()));
    }

    @Test
    void aQuestionThatLeavesNothingBringsItsHistory() {
        var json =
                "{\"type\":\"ask\",\"text\":\"c\",\"instructions\":\"i\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
                        + "{\"role\":\"assistant\",\"content\":\"b\"}]}";
        assertThat(frame(json))
                .isEqualTo(
                        new ClientFrame.AskOnce(
                                List.of(
                                        new ChatMessage.Instructions("i"),
                                        new ChatMessage.User("a"),
                                        new ChatMessage.Assistant("", "b", List.of()),
                                        new ChatMessage.User("c")),
                                Effort.MEDIUM,
                                OptionalInt.empty()));
    }

    @Test
    void whatAPageMeasuredIsReadAsMicroseconds() {
        var json =
                "{\"type\":\"measured\",\"conversation\":\"%s\",\"network_ms\":1.5,\"painted_ms\":20}"
                        .formatted(CHAT);
        assertThat(frame(json))
                .isEqualTo(
                        new ClientFrame.Measured(
                                CHAT,
                                OptionalLong.of(1500),
                                OptionalLong.empty(),
                                OptionalLong.of(20_000)));
    }

    @Test
    void stopNeedsNothing() {
        assertThat(frame("{\"type\":\"stop\"}")).isEqualTo(new ClientFrame.Stop());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"text":"hi"}                | missing_required_parameter type: type is required
                    {"type":"shout"}             | unsupported_value type: type must be ask, stop, follow or measured, got "shout"
                    {"type":"ask"}               | missing_required_parameter text: text is required
                    {"type":"ask","text":5}      | invalid_type text: text must be a string, got 5
                    {"type":"ask","text":"a","conversation":"7"} | invalid_value conversation: conversation must be a UUID, got "7"
                    {"type":"ask","text":"a","max_tokens":0} | invalid_value max_tokens: max_tokens must be within [1, 2147483647], got 0
                    {"type":"ask","text":"a","reasoning_effort":"none"} | unsupported_value reasoning_effort: reasoning_effort must be low, medium or high, got "none"
                    {"type":"ask","text":"a","temperature":1} | unknown_parameter temperature: unknown field temperature
                    {"type":"stop","text":"a"}   | unknown_parameter text: unknown field text
                    """)
    void aFrameThatBreaksARuleIsRefused(String json, String refusal) {
        assertThat(Refusals.of(() -> frame(json))).isEqualTo("400 " + refusal);
    }

    private static ClientFrame frame(String json) {
        return ClientFrame.of(new RequestBody(1000, 8).parse(json));
    }
}
