package org.repartee.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.repartee.chat.ChatFixture.ANNA;
import static org.repartee.chat.ChatFixture.answer;
import static org.repartee.chat.ChatFixture.join;
import static org.repartee.chat.ChatFixture.read;
import static org.repartee.chat.ChatFixture.special;
import static org.repartee.chat.ChatFixture.spoken;
import static org.repartee.chat.ChatFixture.text;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.repartee.conversation.AnswerState;
import org.repartee.conversation.Message;
import org.repartee.conversation.Place;
import org.repartee.tokenizer.SpecialToken;

class ChatTest {

    private final ChatFixture fixture = new ChatFixture(100);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aQuestionAndItsAnswerAreKept() throws InterruptedException {
        fixture.model.recite(spoken("Easy.", "Four."));
        var events = read(fixture.ask(Optional.empty(), "What is 2 + 2?"));
        var accepted = (ReplyEvent.Accepted) events.getFirst();
        assertThat(accepted.title()).isEqualTo("What is 2 + 2?");
        var messages = fixture.conversations.read(ANNA.name(), accepted.conversation()).messages();
        assertThat(messages).hasSize(2);
        var kept = (Message.Answer) messages.getLast();
        assertThat(kept.content()).isEqualTo("Four.");
        assertThat(kept.reasoning()).isEqualTo("Easy.");
        assertThat(kept.state()).isEqualTo(AnswerState.COMPLETE);
        assertThat(kept.finishReason()).contains("stop");
    }

    @Test
    void aFollowUpFindsItsHistoryInThePrefixCache() throws InterruptedException {
        fixture.model.recite(spoken("", "Four."));
        var first = read(fixture.ask(Optional.empty(), "What is 2 + 2?"));
        var conversation = ((ReplyEvent.Accepted) first.getFirst()).conversation();
        fixture.awaitPrepared(((ReplyEvent.Finished) first.getLast()).usage().prompt());
        fixture.model.recite(spoken("", "Five."));
        var second = read(fixture.ask(Optional.of(conversation), "And 2 + 3?"));
        assertThat(answer(second)).isEqualTo("Five.");
        var usage = ((ReplyEvent.Finished) second.getLast()).usage();
        assertThat(usage.prompt() - usage.cached()).isLessThan(32);
    }

    @Test
    void anAnswerThatWasCutOffGoesOnAsAnAnswer() throws InterruptedException {
        fixture.model.recite(spoken("", "One two"));
        var first = read(fixture.ask(Optional.empty(), "Count."));
        var accepted = (ReplyEvent.Accepted) first.getFirst();
        fixture.awaitPrepared(((ReplyEvent.Finished) first.getLast()).usage().prompt());
        fixture.model.recite(join(text(" three"), special(SpecialToken.RETURN)));
        var place = new Place.Onward(accepted.conversation(), accepted.answer());
        var rest =
                read(
                        fixture.chat.ask(
                                new Question(
                                        ANNA,
                                        Arrival.now("r-3", "page"),
                                        place,
                                        Effort.MEDIUM,
                                        OptionalInt.of(64))));
        assertThat(answer(rest)).isEqualTo(" three");
        var kept = fixture.conversations.read(ANNA.name(), accepted.conversation()).messages();
        assertThat(kept).hasSize(2);
        assertThat(kept.getLast().content()).isEqualTo("One two three");
    }

    @Test
    void aPromptIsCountedWithItsHistoryAndInstructions() throws InterruptedException {
        fixture.model.recite(spoken("", "Four."));
        var first = read(fixture.ask(Optional.empty(), "What is 2 + 2?"));
        var usage = ((ReplyEvent.Finished) first.getLast()).usage();
        assertThat(
                        fixture.chat.promptTokens(
                                ANNA, Optional.empty(), "", "What is 2 + 2?", OptionalInt.of(256)))
                .isEqualTo(usage.prompt());
        var conversation = ((ReplyEvent.Accepted) first.getFirst()).conversation();
        assertThat(
                        fixture.chat.promptTokens(
                                ANNA, Optional.of(conversation), "", "More", OptionalInt.of(256)))
                .isGreaterThan(usage.prompt());
    }

    @Test
    void aStoppedAnswerKeepsWhatWasTold() throws InterruptedException {
        var spoken = spoken("", "one two three four five");
        fixture.model.reciteAndPause(spoken.length - 2, new CountDownLatch(0), spoken);
        var reply = fixture.ask(Optional.empty(), "Count.");
        var accepted = (ReplyEvent.Accepted) reply.next();
        reply.next();
        reply.stop();
        read(reply);
        var messages = fixture.conversations.read(ANNA.name(), accepted.conversation()).messages();
        var kept = (Message.Answer) messages.getLast();
        assertThat(kept.state()).isIn(AnswerState.STOPPED, AnswerState.COMPLETE);
        assertThat(kept.content()).startsWith("one");
    }

    @Test
    void aReplyThatIsClosedInTheMiddleIsInterrupted() throws InterruptedException {
        var resume = new CountDownLatch(1);
        fixture.model.reciteAndPause(9, resume, spoken("", "one two three four five"));
        var reply = fixture.ask(Optional.empty(), "Count.");
        var accepted = (ReplyEvent.Accepted) reply.next();
        var closing = Thread.ofVirtual().start(reply::close);
        resume.countDown();
        closing.join();
        var messages = fixture.conversations.read(ANNA.name(), accepted.conversation()).messages();
        assertThat(((Message.Answer) messages.getLast()).state())
                .isIn(AnswerState.INTERRUPTED, AnswerState.COMPLETE);
    }

    @Test
    void aRefusedQuestionLeavesNothingBehind() {
        var tooLong = "long ".repeat(2000);
        assertThatThrownBy(() -> fixture.ask(Optional.empty(), tooLong))
                .isInstanceOf(ChatFailure.PromptTooLong.class);
        assertThat(fixture.conversations.list(ANNA.name(), 10, Optional.empty()).conversations())
                .isEmpty();
    }

    @Test
    void whoHasAskedTooMuchIsRefusedAndNothingIsStored() {
        fixture.allowance.exhaust();
        assertThatThrownBy(() -> fixture.ask(Optional.empty(), "Hello"))
                .isInstanceOfSatisfying(
                        ChatFailure.Limited.class,
                        limited -> assertThat(limited.retryAfterSeconds()).isEqualTo(17));
        assertThat(fixture.conversations.list(ANNA.name(), 10, Optional.empty()).conversations())
                .isEmpty();
    }

    @Test
    void allTokensOfAnAnswerAreCountedAtItsEnd() throws InterruptedException {
        fixture.model.recite(spoken("Easy.", "Four."));
        var events = read(fixture.ask(Optional.empty(), "What is 2 + 2?"));
        var usage = ((ReplyEvent.Finished) events.getLast()).usage();
        assertThat(fixture.allowance.used).containsExactly(usage.prompt() + usage.completion());
    }

    @Test
    void anotherOwnersConversationIsUnknown() {
        assertThatThrownBy(() -> fixture.ask(Optional.of(UUID.randomUUID()), "Hello"))
                .isInstanceOf(ChatFailure.UnknownConversation.class);
    }

    @Test
    void withoutAModelRequestsAreRefusedAsNotReady() {
        fixture.chat.withdraw();
        assertThatThrownBy(() -> fixture.ask(Optional.empty(), "Hello"))
                .isInstanceOf(ChatFailure.NotReady.class);
        assertThatThrownBy(fixture.chat::model).isInstanceOf(ChatFailure.NotReady.class);
    }

    @Test
    void whenNoAuditRowCanBeKeptNothingIsAnswered() {
        try (var small = new ChatFixture(1)) {
            assertThat(small.audit.reserve()).isPresent();
            assertThatThrownBy(() -> small.ask(Optional.empty(), "Hello"))
                    .isInstanceOf(ChatFailure.Busy.class)
                    .hasMessageContaining("audit");
        }
    }

    @Test
    void everyRequestLeavesOneAuditRow() throws InterruptedException, SQLException {
        fixture.model.recite(spoken("Easy.", "Four."));
        read(fixture.ask(Optional.empty(), "What is 2 + 2?"));
        assertThatThrownBy(() -> fixture.ask(Optional.empty(), " "))
                .isInstanceOf(ChatFailure.Invalid.class);
        fixture.chat.refused(
                new Refusal(ANNA, Arrival.now("r-3", "api"), 413, "too_large", "too large"));
        fixture.audit.close();
        assertThat(auditStatuses()).containsExactly(200, 400, 413);
    }

    private List<Integer> auditStatuses() throws SQLException {
        try (var connection = fixture.source.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select status from audit order by id")) {
            var statuses = new ArrayList<Integer>();
            while (rows.next()) {
                statuses.add(rows.getInt(1));
            }
            return statuses;
        }
    }
}
