package org.repartee.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.repartee.conversation.TestConversations.COMPLETE;
import static org.repartee.conversation.TestConversations.OWNER;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.repartee.database.TestDataSource;

/// A conversation as a tree, and what else belongs to it.
class BranchesTest {
    private final TestConversations conversations =
            new TestConversations(TestDataSource.inMemory());

    @AfterEach
    void close() {
        conversations.close();
    }

    @Test
    void aQuestionInsteadOfAnotherBeginsABranchAndBothAreKept() {
        var first = answered(conversations.ask("A"));
        var second = answered(conversations.ask(first.conversation(), "B"));
        var edited =
                answered(
                        ask(
                                new Place.Instead(
                                        first.conversation(), Optional.of(first.answer()), "C")));
        assertThat(edited.history()).extracting(Message::content).containsExactly("A", "to A");
        assertThat(shown(first)).containsExactly("A", "to A", "C", "to C");
        assertThat(conversations.read(first).messages()).hasSize(6);
        show(first, second.answer());
        assertThat(shown(first)).containsExactly("A", "to A", "B", "to B");
        var next = conversations.ask(first.conversation(), "D");
        assertThat(next.history()).extracting(Message::content).contains("B").doesNotContain("C");
    }

    @Test
    void theFirstQuestionCanBeEdited() {
        var first = answered(conversations.ask("A"));
        var edited = answered(ask(new Place.Instead(first.conversation(), Optional.empty(), "B")));
        assertThat(edited.history()).isEmpty();
        assertThat(shown(first)).containsExactly("B", "to B");
    }

    @Test
    void anotherAnswerIsAChildOfTheSameQuestion() {
        var first = answered(conversations.ask("A"));
        var again = ask(new Place.Again(first.conversation(), first.question()));
        assertThat(again.text()).isEqualTo("A");
        assertThat(again.question()).isEqualTo(first.question());
        again.draft().appendAnswer("other");
        again.draft().finish(COMPLETE);
        assertThat(shown(first)).containsExactly("A", "other");
        show(first, first.answer());
        assertThat(shown(first)).containsExactly("A", "to A");
    }

    @Test
    void anAnswerGoesOnWhereItWasCutOff() throws InterruptedException {
        var first = answered(conversations.ask("A"));
        var onward = ask(new Place.Onward(first.conversation(), first.answer()));
        assertThat(onward.begun()).isEqualTo("to A");
        assertThat(conversations.answer(first).state()).isEqualTo(AnswerState.STREAMING);
        onward.draft().appendAnswer(" and on");
        onward.draft().finish(COMPLETE);
        conversations.awaitSaved();
        assertThat(shown(first)).containsExactly("A", "to A and on");
    }

    @Test
    void whatCannotBeAskedLeavesEverythingAsItWas() {
        var first = answered(conversations.ask("A"));
        conversations.all.retract(ask(new Place.Again(first.conversation(), first.question())));
        conversations.all.retract(conversations.ask(first.conversation(), "B"));
        conversations.all.retract(ask(new Place.Onward(first.conversation(), first.answer())));
        assertThat(shown(first)).containsExactly("A", "to A");
        assertThat(conversations.read(first).messages()).hasSize(2);
        assertThat(conversations.answer(first).finishReason()).contains("length");
    }

    @Test
    void aPlaceThatIsNotThereIsUnknown() {
        var first = answered(conversations.ask("A"));
        var other = answered(conversations.ask("B"));
        var chat = first.conversation();
        for (var place :
                List.of(
                        new Place.Again(chat, other.question()),
                        new Place.Again(chat, first.answer()),
                        new Place.Onward(chat, new UUID(0, 1)),
                        new Place.Instead(chat, Optional.of(first.question()), "C"))) {
            assertThatThrownBy(() -> ask(place))
                    .isInstanceOf(ConversationFailure.UnknownMessage.class);
        }
        assertThat(conversations.ask(chat, "D").history()).hasSize(2);
    }

    @Test
    void pinnedAndArchivedConversationsStandOnShelvesOfTheirOwn() {
        var first = answered(conversations.ask("A"));
        var second = answered(conversations.ask("B"));
        change(first, "pinned");
        change(second, "archived");
        assertThat(titles(Shelf.RECENT)).isEmpty();
        assertThat(titles(Shelf.PINNED)).containsExactly("A");
        assertThat(titles(Shelf.ARCHIVED)).containsExactly("B");
        answered(conversations.ask(second.conversation(), "Again"));
        assertThat(titles(Shelf.RECENT)).containsExactly("B");
    }

    @Test
    void instructionsAreHandedOutWithEveryQuestion() {
        var first = answered(ask(new Place.Start("A", "Be brief.")));
        assertThat(first.instructions()).isEqualTo("Be brief.");
        assertThat(conversations.ask(first.conversation(), "B").instructions())
                .isEqualTo("Be brief.");
    }

    @Test
    void anAnswerIsRatedAndAQuestionIsNot() {
        var first = answered(conversations.ask("A"));
        var chat = first.conversation();
        var good = Optional.of(new Rating(true, "To the point"));
        conversations.all.rate(OWNER, chat, first.answer(), good);
        assertThat(conversations.answer(first).rating()).isEqualTo(good);
        conversations.all.rate(OWNER, chat, first.answer(), Optional.empty());
        assertThat(conversations.answer(first).rating()).isEmpty();
        assertThatThrownBy(() -> conversations.all.rate(OWNER, chat, first.question(), good))
                .isInstanceOf(ConversationFailure.UnknownMessage.class);
        assertThatThrownBy(() -> conversations.all.rate("mallory", chat, first.answer(), good))
                .isInstanceOf(ConversationFailure.Unknown.class);
    }

    @Test
    void wordsAreFoundInTitlesAndTexts() throws InterruptedException {
        var first = answered(conversations.ask("Reise nach Oslo"));
        answered(conversations.ask("Etwas anderes"));
        answered(conversations.ask(first.conversation(), "数据库的索引 100% sure"));
        conversations.awaitSaved();
        assertThat(find("oslo")).containsExactly("Reise nach Oslo");
        assertThat(find("索引")).containsExactly("Reise nach Oslo");
        assertThat(find("0% s")).containsExactly("Reise nach Oslo");
        assertThat(find("_")).isEmpty();
        var passage = conversations.search.find(OWNER, "索引").getFirst().passage().orElseThrow();
        assertThat(passage).isEqualTo(new Found.Passage("数据库的", "索引", " 100% sure"));
        assertThat(conversations.search.find("mallory", "oslo")).isEmpty();
    }

    @Test
    void aLinkShowsTheSharedBranchUntilItIsTakenBack() throws InterruptedException {
        var first = answered(conversations.ask("A"));
        conversations.awaitSaved();
        var share = conversations.shares.share(OWNER, first.conversation());
        answered(conversations.ask(first.conversation(), "B"));
        conversations.awaitSaved();
        assertThat(contents(conversations.shares.read(share.token()).orElseThrow().messages()))
                .containsExactly("A", "to A");
        assertThat(conversations.shares.share(OWNER, first.conversation()).token())
                .isEqualTo(share.token());
        assertThat(conversations.shares.read(share.token()).orElseThrow().messages()).hasSize(4);
        assertThatThrownBy(() -> conversations.shares.revoke("mallory", first.conversation()))
                .isInstanceOf(ConversationFailure.Unknown.class);
        conversations.shares.revoke(OWNER, first.conversation());
        assertThat(conversations.shares.read(share.token())).isEmpty();
    }

    private Exchange ask(Place place) {
        return conversations.all.ask(new Request(OWNER, place, "low", 256));
    }

    private static Exchange answered(Exchange exchange) {
        exchange.draft().appendAnswer("to " + exchange.text());
        exchange.draft().finish(COMPLETE);
        return exchange;
    }

    private List<String> shown(Exchange exchange) {
        return contents(conversations.read(exchange).branch());
    }

    private static List<String> contents(List<Message> messages) {
        return messages.stream().map(Message::content).toList();
    }

    private void show(Exchange exchange, UUID leaf) {
        var none = Optional.<Boolean>empty();
        conversations.all.change(
                OWNER,
                exchange.conversation(),
                new Changes(Optional.empty(), none, none, Optional.empty(), Optional.of(leaf)));
    }

    private void change(Exchange exchange, String flag) {
        conversations.all.change(
                OWNER,
                exchange.conversation(),
                new Changes(
                        Optional.empty(),
                        Optional.of(flag.equals("pinned")),
                        Optional.of(flag.equals("archived")),
                        Optional.empty(),
                        Optional.empty()));
    }

    private List<String> titles(Shelf shelf) {
        return conversations.all.list(OWNER, shelf, 10, Optional.empty()).conversations().stream()
                .map(Summary::title)
                .toList();
    }

    private List<String> find(String words) {
        return conversations.search.find(OWNER, words).stream()
                .map(found -> found.conversation().title())
                .toList();
    }
}
