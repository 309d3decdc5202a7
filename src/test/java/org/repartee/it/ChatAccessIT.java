package org.repartee.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every state of the page that a person can bring about, checked by axe.
class ChatAccessIT {

    @RegisterExtension static final OpenPages PAGES = new OpenPages();

    private static final String RICH =
            "# Title\\n\\nText with `code`, [a link](https://example.org) and \\\\(x^2\\\\).\\n\\n"
                    + "| a | b |\\n|---|---|\\n| 1 | 2 |\\n\\n```java\\nint a = 1; // comment\\n```\\n\\n> quoted\\n";

    @ParameterizedTest
    @CsvSource({"LIGHT, en-US, 1280", "DARK, zh-CN, 1280", "LIGHT, zh-CN, 320", "DARK, en-US, 320"})
    void everyStateOfThePageIsAccessible(ColorScheme scheme, String locale, int width) {
        var chat =
                PAGES.open(
                        new NewContextOptions()
                                .setLocale(locale)
                                .setColorScheme(scheme)
                                .setViewportSize(width, 700));
        var page = chat.page();
        chat.ask("What is 12 + 7?");
        accessible(chat);
        page.locator("#chat-menu").click();
        accessible(chat);
        page.keyboard().press("Escape");
        assertThat(page.locator("#chat-menu")).isFocused();
        page.locator("#edit-instructions").click();
        accessible(chat);
        page.keyboard().press("Escape");
        page.keyboard().press("Control+/");
        accessible(chat);
        page.keyboard().press("Escape");
        page.locator(".question-bar button").last().focus();
        page.keyboard().press("Enter");
        accessible(chat);
        page.keyboard().press("Escape");
        page.locator(".answer-bar button").last().click();
        assertThat(page.locator(".comment-form")).isVisible();
        accessible(chat);
        page.locator("#length").selectOption("custom");
        page.locator("#question").fill("word ".repeat(60));
        assertThat(page.locator("#token-count")).hasText(Pattern.compile("\\d+ .*2,048.*"));
        accessible(chat);
        assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth")).isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource({"LIGHT", "DARK"})
    void whatAnAnswerCanHoldIsAccessible(ColorScheme scheme) {
        var chat =
                PAGES.open(
                        new NewContextOptions()
                                .setLocale("en-US")
                                .setColorScheme(scheme)
                                .setViewportSize(1280, 800));
        chat.page()
                .evaluate(
                        """
                        async source => {
                          const { Flow } = await import('/assets/flow.js');
                          await (await import('/assets/markdown.js')).ready();
                          const host = document.createElement('div');
                          host.className = 'thread prose';
                          document.querySelector('#thread').replaceChildren(host);
                          const flow = new Flow(host);
                          flow.append(source);
                          flow.finish();
                        }\
                        """,
                        RICH.replace("\\n", "\n").replace("\\\\", "\\"));
        assertThat(chat.page().locator(".katex")).hasCount(1);
        assertThat(chat.page().locator(".hljs-comment")).hasCount(1);
        accessible(chat);
    }

    private static void accessible(ChatPage chat) {
        var found =
                new AxeBuilder(chat.page())
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                        .analyze();
        assertThat(found.getViolations()).isEmpty();
    }
}
