package org.repartee.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.repartee.conversation.TestConversations.COMPLETE;
import static org.repartee.conversation.TestConversations.OWNER;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.database.TestDataSource;
import org.repartee.database.TestDatabase;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class DraftSavingTest {
    private final TestDataSource source;

    DraftSavingTest(TestDatabase kind) {
        source = kind.empty();
    }

    @Test
    void anAnswerThatACrashCutOffIsInterruptedWithWhatWasSaved() throws InterruptedException {
        try (var crashed = new TestConversations(source, 64, Duration.ofMillis(100));
                var next = restartAfterCrash(crashed)) {
            var transcript = next.all.list(OWNER, 10, Optional.empty()).conversations();
            assertThat(transcript).hasSize(1);
            var messages = next.all.read(OWNER, transcript.getFirst().id()).messages();
            var answer = (Message.Answer) messages.getLast();
            assertThat(answer.state()).isEqualTo(AnswerState.INTERRUPTED);
            assertThat(answer.content()).isEqualTo("saved");
            assertThat(answer.reasoning()).isEqualTo("thought");
            assertThat(answer.finishReason()).isEmpty();
            var again = next.ask(transcript.getFirst().id(), "Go on");
            assertThat(again.history())
                    .extracting(Message::content)
                    .containsExactly("Hello", "saved");
        }
    }

    /// The first server loses its database for good, as if its process were gone.
    private TestConversations restartAfterCrash(TestConversations crashed)
            throws InterruptedException {
        var exchange = crashed.ask("Hello");
        exchange.draft().appendReasoning("thought");
        exchange.draft().appendAnswer("saved");
        crashed.awaitStored("saved");
        source.goAway();
        exchange.draft().appendAnswer(" and lost");
        return new TestConversations(source.again());
    }

    @Test
    void whileTheDatabaseIsAwayAnswersAreKeptAndAsksAreRefused() throws InterruptedException {
        try (var conversations = new TestConversations(source)) {
            var exchange = conversations.ask("Hello");
            source.goAway();
            exchange.draft().appendAnswer("kept");
            exchange.draft().finish(COMPLETE);
            while (conversations.all.counters().retries() < 2) {
                Thread.sleep(5);
            }
            assertThatThrownBy(() -> conversations.ask("Anybody there?"))
                    .isInstanceOf(ConversationFailure.Unavailable.class)
                    .hasMessage("the database is not available, try again later");
            assertThat(conversations.all.counters().drafts()).isEqualTo(1);
            source.comeBack();
            conversations.awaitSaved();
            assertThat(conversations.answer(exchange).content()).isEqualTo("kept");
            assertThat(conversations.answer(exchange).state()).isEqualTo(AnswerState.COMPLETE);
            assertThat(conversations.rows("message")).isEqualTo(2);
        }
    }

    @Test
    void aStopSavesFinishedAnswersAndInterruptsOpenOnes() {
        var first = new TestConversations(source);
        var finished = first.ask("One");
        var open = first.ask("Two");
        finished.draft().appendAnswer("1");
        finished.draft().finish(COMPLETE);
        open.draft().appendAnswer("2 and");
        first.close();
        open.draft().appendAnswer(" too late");
        open.draft().finish(COMPLETE);
        assertThatThrownBy(() -> first.all.read(OWNER, open.conversation()))
                .isInstanceOf(IllegalStateException.class);
        try (var second = new TestConversations(source)) {
            assertThat(second.answer(finished).state()).isEqualTo(AnswerState.COMPLETE);
            assertThat(second.answer(finished).content()).isEqualTo("1");
            assertThat(second.answer(open).state()).isEqualTo(AnswerState.INTERRUPTED);
            assertThat(second.answer(open).content()).isEqualTo("2 and");
        }
    }

    @Test
    void aStopWithoutADatabaseEndsInTime() {
        var conversations = new TestConversations(source, 64, Duration.ofMillis(300));
        conversations.ask("One").draft().appendAnswer("1");
        source.goAway();
        conversations.close();
        assertThat(conversations.all.counters().drafts()).isEqualTo(1);
    }

    @Test
    void openAndUnsavedAnswersAreBounded() throws InterruptedException {
        try (var conversations = new TestConversations(source, 2, Duration.ofSeconds(5))) {
            var first = conversations.ask("One");
            conversations.ask("Two");
            assertThatThrownBy(() -> conversations.ask("Three"))
                    .isInstanceOf(ConversationFailure.Unavailable.class)
                    .hasMessageContaining("2 answers are open or wait for the database");
            assertThat(conversations.rows("conversation")).isEqualTo(2);
            first.draft().finish(COMPLETE);
            while (conversations.all.counters().drafts() > 1) {
                Thread.sleep(5);
            }
            assertThat(conversations.ask("Three").history()).isEmpty();
        }
    }

    @Test
    void aQuestionWhoseCommitGotNoAnswerDoesNotBlockItsConversation() throws InterruptedException {
        try (var conversations = new TestConversations(source)) {
            var first = conversations.ask("One");
            first.draft().finish(COMPLETE);
            conversations.awaitSaved();
            source.loseAnswerOfNextCommit();
            assertThatThrownBy(() -> conversations.ask(first.conversation(), "Two"))
                    .isInstanceOf(ConversationFailure.Unavailable.class);
            assertThat(conversations.answer(first).state()).isEqualTo(AnswerState.STREAMING);
            var third = conversations.ask(first.conversation(), "Three");
            assertThat(third.history())
                    .extracting(Message::content)
                    .containsExactly("One", "", "Two", "");
            var orphan = (Message.Answer) conversations.read(first).messages().get(3);
            assertThat(orphan.state()).isEqualTo(AnswerState.INTERRUPTED);
        }
    }

    @Test
    void aDraftEndsOnce() {
        try (var conversations = new TestConversations(source)) {
            var draft = conversations.ask("One").draft();
            draft.finish(COMPLETE);
            draft.close();
            assertThatThrownBy(() -> draft.appendAnswer("more"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("answer " + draft.answer() + " has ended as complete");
            assertThatThrownBy(() -> draft.finish(COMPLETE))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void nobodyAsksAfterTheStop() {
        var conversations = new TestConversations(source);
        conversations.all.close();
        assertThatThrownBy(() -> conversations.ask("One"))
                .isInstanceOf(ConversationFailure.Unavailable.class)
                .hasMessage("the server is stopping");
        conversations.close();
    }
}
