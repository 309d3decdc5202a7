package org.repartee.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The page and its connection: broken, shared, quick.
class ChatConnectionIT {

    @RegisterExtension static final OpenPages PAGES = new OpenPages();

    @Test
    void twoPagesOfOneChatStayInStep() {
        var first = PAGES.open();
        first.ask("My name is Ada.");
        var second = PAGES.open();
        second.page().navigate(first.page().url());
        assertThat(second.lastAnswer()).containsText("Ada");
        first.ask("What is 31 + 45?");
        assertThat(second.page().locator(".answer")).hasCount(2);
        assertThat(second.lastAnswer()).containsText("76");
        second.awaitIdle();
        assertThat(second.ask("What is 12 + 7?")).containsText("19");
        assertThat(first.page().locator(".answer")).hasCount(3);
        assertThat(first.lastAnswer()).containsText("19");
    }

    @Test
    void aBrokenConnectionGoesOnWithTheSameAnswer() throws Exception {
        var chat = PAGES.open();
        chat.ask("My name is Ada.");
        try (var _ =
                new Crowd(RunningServer.address(), Http.model(RunningServer.address()))
                        .join(Crowd.QUEUE)) {
            chat.send("What is Repartee?");
            assertThat(chat.page().locator(".waiting"))
                    .containsText(Pattern.compile("in line|first word"));
            // Before that the page would have to ask again: another case.
            chat.awaitAccepted(2);
            chat.breakConnection();
            assertThat(chat.connections()).isGreaterThan(1);
        }
        chat.awaitIdle();
        assertThat(chat.lastAnswer()).containsText("Repartee");
        assertThat(chat.page().locator(".problem")).hasCount(0);
        assertThat(chat.page().locator(".answer")).hasCount(2);
        var shown = chat.lastAnswer().innerText();
        chat.page().reload();
        assertThat(chat.lastAnswer()).hasText(shown);
    }

    @Test
    void shortcutsHaveASheet() {
        var chat = PAGES.open();
        chat.page().keyboard().press("Control+/");
        assertThat(chat.page().locator("#shortcuts")).isVisible();
        assertThat(chat.page().locator("#shortcuts dd")).hasCount(9);
        chat.page().keyboard().press("Escape");
        chat.page().keyboard().press("Control+k");
        assertThat(chat.page().locator("#search")).isFocused();
        chat.page().keyboard().press("Shift+Escape");
        assertThat(chat.page().locator("#question")).isFocused();
    }

    @Test
    void theFirstLoadIsSmallAndQuick() {
        var chat = PAGES.open();
        chat.page().waitForTimeout(500);
        var bytes =
                (Number)
                        chat.page()
                                .evaluate(
                                        "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
                                                + ".reduce((sum, it) => sum + it.transferSize, 0)");
        assertThat(bytes.intValue()).isBetween(10_000, 200_000);
        var paint =
                (Number)
                        chat.page()
                                .evaluate(
                                        "performance.getEntriesByName('first-contentful-paint')[0].startTime");
        assertThat(paint.doubleValue()).as("first contentful paint in ms").isLessThan(500);
    }
}
