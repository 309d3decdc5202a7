package org.repartee.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.repartee.conversation.TestConversations.COMPLETE;
import static org.repartee.conversation.TestConversations.OWNER;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.database.TestDatabase;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ConversationListTest {
    private final TestConversations conversations;

    ConversationListTest(TestDatabase kind) {
        conversations = new TestConversations(kind.empty());
    }

    @AfterEach
    void close() {
        conversations.close();
    }

    @Test
    void anotherOwnersConversationIsUnknownAndUnharmed() {
        var mine = conversations.ask("Mine");
        mine.draft().finish(COMPLETE);
        var id = mine.conversation();
        assertUnknown(() -> conversations.all.read("mallory", id));
        assertUnknown(() -> conversations.all.rename("mallory", id, "Taken"));
        assertUnknown(() -> {
            conversations.all.delete("mallory", id);
            return id;
        });
        assertUnknown(
                () -> conversations.all.ask("mallory", Optional.of(id), "Tell me", "low", 256));
        assertThat(conversations.all.list("mallory", 10, Optional.empty()).conversations())
                .isEmpty();
        assertThat(conversations.all.read(OWNER, id).summary().title()).isEqualTo("Mine");
        assertThat(conversations.all.read(OWNER, id).messages()).hasSize(2);
        assertUnknown(() -> conversations.all.read(OWNER, UUID.randomUUID()));
    }

    @Test
    void aRenamedConversationKeepsItsPlace() {
        var first = conversations.ask("First");
        var second = conversations.ask("Second");
        var renamed = conversations.all.rename(OWNER, first.conversation(), "  A better\n title ");
        assertThat(renamed.title()).isEqualTo("A better title");
        assertThat(conversations.all.list(OWNER, 10, Optional.empty()).conversations())
                .extracting(Summary::id)
                .containsExactly(second.conversation(), first.conversation());
        assertThatThrownBy(
                        () -> conversations.all.rename(OWNER, first.conversation(), "x".repeat(93)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("title must have 1 to 80 characters, got 93");
    }

    @Test
    void pagesAreStableWhileConversationsMoveToTheTop() {
        var asked = new ArrayList<UUID>();
        for (var i = 0; i < 10; i++) {
            var exchange = conversations.ask("Question " + i);
            exchange.draft().finish(COMPLETE);
            asked.addFirst(exchange.conversation());
        }
        var first = conversations.all.list(OWNER, 4, Optional.empty());
        assertThat(first.conversations())
                .extracting(Summary::id)
                .containsExactlyElementsOf(asked.subList(0, 4));
        conversations.ask(asked.get(2), "Again").draft().finish(COMPLETE);
        conversations.ask("Brand new").draft().finish(COMPLETE);
        var seen = new HashSet<>(ids(first));
        var next = first.next();
        var sizes = new ArrayList<Integer>();
        while (next.isPresent()) {
            var page = conversations.all.list(OWNER, 4, next);
            sizes.add(page.conversations().size());
            assertThat(ids(page)).doesNotContainAnyElementsOf(seen);
            seen.addAll(ids(page));
            next = page.next();
        }
        assertThat(sizes).containsExactly(4, 2);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(asked);
    }

    @Test
    void aPageThatIsExactlyFullIsTheLast() {
        conversations.ask("One");
        conversations.ask("Two");
        var page = conversations.all.list(OWNER, 2, Optional.empty());
        assertThat(page.conversations()).hasSize(2);
        assertThat(page.hasMore()).isFalse();
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertRefused(
                () -> conversations.all.list(OWNER, 0, Optional.empty()),
                "limit must be within [1, 100], got 0");
        assertRefused(
                () -> conversations.all.list(OWNER, 101, Optional.empty()),
                "limit must be within [1, 100], got 101");
        assertRefused(
                () -> conversations.all.list(OWNER, 1, Optional.of("zzz")),
                "before must be the `next` of an earlier page, got \"zzz\"");
        assertRefused(() -> conversations.ask("  \n"), "text must not be blank");
        assertRefused(
                () -> conversations.all.ask("", Optional.empty(), "Hi", "low", 1),
                "owner must have 1 to 255 characters, got 0");
        assertRefused(
                () -> conversations.all.ask(OWNER, Optional.empty(), "Hi", "low", 0),
                "max_tokens must be at least 1, got 0");
        assertThat(conversations.rows("conversation")).isZero();
    }

    private static void assertUnknown(Callable<?> call) {
        assertThatThrownBy(call::call).isInstanceOf(ConversationFailure.Unknown.class);
    }

    private static void assertRefused(Callable<?> call, String message) {
        assertThatThrownBy(call::call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static List<UUID> ids(ConversationPage page) {
        return page.conversations().stream().map(Summary::id).toList();
    }
}
