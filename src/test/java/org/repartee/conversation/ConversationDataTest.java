package org.repartee.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.repartee.conversation.TestConversations.COMPLETE;
import static org.repartee.conversation.TestConversations.OWNER;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.database.InstantColumn;
import org.repartee.database.TestDatabase;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ConversationDataTest {
    private final TestConversations conversations;
    private final ConversationData data;

    ConversationDataTest(TestDatabase kind) {
        conversations = new TestConversations(kind.empty());
        data = new ConversationData(conversations.database);
    }

    @AfterEach
    void close() {
        conversations.close();
    }

    @Test
    void whatWasLastAskedBeforeTheDayGoesWithItsMessages() throws InterruptedException {
        for (var text : new String[] {"One", "Two", "Three"}) {
            conversations.ask(text).draft().finish(COMPLETE);
        }
        conversations.awaitSaved();
        var now = Instant.now();
        age("One", now.minus(Duration.ofDays(100)));
        age("Two", now.minus(Duration.ofDays(91)));
        age("Three", now.minus(Duration.ofDays(89)));
        var before = now.minus(Duration.ofDays(90));
        assertThat(data.expire(before, 1)).isEqualTo(1);
        assertThat(data.expire(before, 10)).isEqualTo(1);
        assertThat(data.expire(before, 10)).isZero();
        assertThat(conversations.all.list(OWNER, 10, Optional.empty()).conversations())
                .extracting(Summary::title)
                .containsExactly("Three");
        assertThat(conversations.rows("message")).isEqualTo(2);
    }

    @Test
    void toEraseSomeoneTakesTheirsAndLeavesOthers() throws InterruptedException {
        conversations.ask("Mine").draft().finish(COMPLETE);
        var other = conversations.all.ask("bob", Optional.empty(), "Bob's", "low", 256);
        other.draft().finish(COMPLETE);
        conversations.awaitSaved();
        assertThat(data.erase(OWNER, 10)).isEqualTo(1);
        assertThat(data.erase(OWNER, 10)).isZero();
        assertThat(conversations.rows("message")).isEqualTo(2);
        assertThat(conversations.all.read("bob", other.conversation()).messages()).hasSize(2);
    }

    @Test
    void anExportHoldsEveryTextOfItsOwnerAndNobodyElses() throws InterruptedException {
        // More than a page of the export.
        for (var i = 0; i < 101; i++) {
            var exchange = conversations.ask("Question " + i);
            exchange.draft().appendReasoning("thought");
            exchange.draft().appendAnswer("Answer " + i);
            exchange.draft().finish(COMPLETE);
            conversations.awaitSaved();
        }
        conversations.all.ask("bob", Optional.empty(), "Bob's", "low", 256).draft().close();
        conversations.awaitSaved();
        var exported = export().getJsonArray("conversations").getValuesAs(JsonObject.class);
        assertThat(exported).hasSize(101);
        assertThat(exported)
                .extracting(conversation -> conversation.getString("title"))
                .doesNotHaveDuplicates()
                .startsWith("Question 100", "Question 99")
                .doesNotContain("Bob's");
        var messages = exported.getFirst().getJsonArray("messages");
        assertThat(messages.getJsonObject(0).getString("role")).isEqualTo("user");
        assertThat(messages.getJsonObject(0).getString("content")).isEqualTo("Question 100");
        assertThat(messages.getJsonObject(1).getString("content")).isEqualTo("Answer 100");
        assertThat(messages.getJsonObject(1).getString("reasoning")).isEqualTo("thought");
        assertThat(messages.getJsonObject(1).getString("state")).isEqualTo("complete");
    }

    private JsonObject export() {
        var text = new StringWriter();
        try (var json = Json.createGenerator(text)) {
            json.writeStartObject();
            data.export(OWNER, json);
            json.writeEnd();
        }
        return Json.createReader(new StringReader(text.toString())).readObject();
    }

    private void age(String title, Instant time) {
        conversations.database.inTransaction(manager ->
                manager.createNativeQuery(
                                "update conversation set updated_at = ?1 where title = ?2")
                        .setParameter(1, new InstantColumn().convertToDatabaseColumn(time))
                        .setParameter(2, title)
                        .executeUpdate());
    }
}
