package org.repartee.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.repartee.conversation.TestConversations.COMPLETE;
import static org.repartee.conversation.TestConversations.OWNER;

import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.database.TestDatabase;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ConversationsTest {
    private final TestConversations conversations;

    ConversationsTest(TestDatabase kind) {
        conversations = new TestConversations(kind.empty());
    }

    @AfterEach
    void close() {
        conversations.close();
    }

    @Test
    void aQuestionIsThereWithItsOpenAnswerBeforeAnythingIsGenerated() {
        var exchange = conversations.ask("What is a block table?\nPlease be brief.");
        var transcript = conversations.read(exchange);
        assertThat(exchange.title()).isEqualTo("What is a block table?");
        assertThat(exchange.history()).isEmpty();
        assertThat(transcript.summary().title()).isEqualTo("What is a block table?");
        assertThat(transcript.messages())
                .extracting(Message::id)
                .containsExactly(exchange.question(), exchange.answer());
        assertThat(transcript.messages().getFirst().content())
                .isEqualTo("What is a block table?\nPlease be brief.");
        var answer = conversations.answer(exchange);
        assertThat(answer.state()).isEqualTo(AnswerState.STREAMING);
        assertThat(answer.content()).isEmpty();
        assertThat(answer.reasoningEffort()).isEqualTo("low");
        assertThat(answer.maxTokens()).isEqualTo(256);
    }

    @Test
    void readersSeeAnAnswerGrowAndEndAtOnce() {
        var exchange = conversations.ask("Hello");
        exchange.draft().appendReasoning("They greet");
        exchange.draft().appendAnswer("Hel");
        assertThat(conversations.answer(exchange).reasoning()).isEqualTo("They greet");
        assertThat(conversations.answer(exchange).content()).isEqualTo("Hel");
        exchange.draft().appendAnswer("lo!");
        exchange.draft().finish(COMPLETE);
        var answer = conversations.answer(exchange);
        assertThat(answer.content()).isEqualTo("Hello!");
        assertThat(answer.state()).isEqualTo(AnswerState.COMPLETE);
        assertThat(answer.finishReason()).contains("stop");
    }

    @Test
    void anAnswerComesBackFromTheDatabaseAsItEnded() throws InterruptedException {
        var exchange = conversations.ask("Hello");
        exchange.draft().appendReasoning("They greet");
        exchange.draft().appendAnswer("Good day, 你好 🙂");
        exchange.draft().finish(COMPLETE);
        var seen = conversations.answer(exchange);
        conversations.awaitSaved();
        assertThat(conversations.answer(exchange)).isEqualTo(seen);
        assertThat(seen.usage()).isEqualTo(COMPLETE.usage());
        assertThat(seen.timings()).isEqualTo(COMPLETE.timings());
    }

    @Test
    void whatDatabasesRefuseDoesNotCostTheAnswer() throws InterruptedException {
        var exchange = conversations.ask("Question with \0 in it");
        exchange.draft().appendAnswer("a\0b\uD83D");
        exchange.draft().finish(COMPLETE);
        conversations.awaitSaved();
        assertThat(conversations.answer(exchange).content()).isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void theNextQuestionGetsTheHistoryInOrder() {
        var first = conversations.ask("One");
        first.draft().appendAnswer("1");
        first.draft().finish(COMPLETE);
        var second = conversations.ask(first.conversation(), "Two");
        second.draft().appendAnswer("2");
        second.draft().finish(COMPLETE);
        var third = conversations.ask(first.conversation(), "Three");
        assertThat(third.title()).isEqualTo("One");
        assertThat(third.history())
                .extracting(Message::content)
                .containsExactly("One", "1", "Two", "2");
        assertThat(conversations.read(first).messages())
                .extracting(Message::content)
                .containsExactly("One", "1", "Two", "2", "Three", "");
    }

    @Test
    void aSecondQuestionWhileTheAnswerIsOpenIsRefusedAndStoresNothing() {
        var exchange = conversations.ask("One");
        assertThatThrownBy(() -> conversations.ask(exchange.conversation(), "Two"))
                .isInstanceOf(ConversationFailure.Busy.class)
                .hasMessageContaining(exchange.conversation().toString());
        assertThat(conversations.read(exchange).messages()).hasSize(2);
        exchange.draft().close();
        assertThat(conversations.ask(exchange.conversation(), "Two").history()).hasSize(2);
    }

    @Test
    void ofManyQuestionsAtOnceExactlyOneIsTaken() throws Exception {
        var first = conversations.ask("One");
        first.draft().finish(COMPLETE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> question =
                    () -> {
                        try {
                            conversations.ask(first.conversation(), "Two");
                            return "taken";
                        } catch (ConversationFailure.Busy _) {
                            return "busy";
                        }
                    };
            var outcomes = new ArrayList<String>();
            for (Future<String> outcome : threads.invokeAll(Collections.nCopies(16, question))) {
                outcomes.add(outcome.get());
            }
            assertThat(outcomes).filteredOn("taken"::equals).hasSize(1);
            assertThat(outcomes).filteredOn("busy"::equals).hasSize(15);
        }
        assertThat(conversations.read(first).messages()).hasSize(4);
    }

    @Test
    void deletingWhileAnAnswerStreamsBringsNothingBack() throws InterruptedException {
        var exchange = conversations.ask("Forget me");
        exchange.draft().appendAnswer("I ");
        conversations.all.delete(OWNER, exchange.conversation());
        exchange.draft().appendAnswer("will.");
        exchange.draft().finish(COMPLETE);
        conversations.awaitSaved();
        assertThatThrownBy(() -> conversations.read(exchange))
                .isInstanceOf(ConversationFailure.Unknown.class);
        assertThat(conversations.all.counters().dropped()).isEqualTo(1);
        assertThat(conversations.rows("message")).isZero();
    }
}
