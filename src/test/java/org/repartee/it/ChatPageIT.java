package org.repartee.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The page at `/` and the demo model, as a person meets them.
class ChatPageIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int PATIENCE_MS = 30_000;

    private static @Nullable Chromium chromium;
    private final List<ChatPage> pages = new ArrayList<>();

    @BeforeAll
    static void launch() {
        var executable = Chromium.executable();
        assumeTrue(
                executable.isPresent(),
                "skipped: no Chromium found; install one or name it in the environment variable CHROMIUM");
        chromium = Chromium.launch(executable.orElseThrow());
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    }

    @AfterAll
    static void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void nothingWasWrongBehindThePicture() {
        var complaints = pages.stream().flatMap(page -> page.complaints().stream()).toList();
        pages.forEach(ChatPage::close);
        assertThat(complaints).isEmpty();
    }

    @Test
    void theModelAnswersWhatIsAsked() {
        var chat = open(wide());
        chat.page().screenshot(shot("start.png"));
        assertThat(chat.ask("My name is Ada.")).containsText("Ada");
        assertThat(chat.ask("What is my name?")).containsText("Ada");
        assertThat(chat.ask("What is 31 + 45?")).containsText("31 + 45 = 76");
        assertThat(chat.page().locator(".latency-line").last())
                .containsText(Pattern.compile("First token .+ on screen .+ tokens"));
        chat.page().locator(".reasoning summary").last().click();
        chat.page().screenshot(shot("chat.png"));
        assertThat(chat.ask("Why is the sky blue?")).containsText("demonstration model");
    }

    @Test
    void reasoningIsFoldedAndTellsItsDuration() {
        var chat = open(wide());
        chat.page().locator(".segment", new Page.LocatorOptions().setHasText("High")).click();
        chat.ask("What is 31 + 45?");
        var reasoning = chat.page().locator(".reasoning");
        assertThat(reasoning.locator(".reasoning-text")).isHidden();
        assertThat(reasoning.locator("summary")).containsText("Thought for");
        reasoning.locator("summary").click();
        assertThat(reasoning.locator(".reasoning-text")).isVisible();
        assertThat(reasoning.locator(".reasoning-text")).not().isEmpty();
    }

    @Test
    void escapeStopsAnAnswerAndTheNextQuestionIsAnswered() throws Exception {
        var chat = open(wide());
        // While these are there, the answer waits for its turn, and is not over before Escape.
        try (var _ = new Crowd(server(), Http.model(server())).join(Crowd.QUEUE)) {
            chat.send("What is Repartee?");
            chat.awaitStored();
            chat.page().keyboard().press("Escape");
            chat.awaitIdle();
        }
        assertThat(chat.page().locator(".note")).containsText("You stopped this answer.");
        assertThat(chat.ask("Why is the sky blue?")).containsText("demonstration model");
        chat.page().reload();
        assertThat(chat.page().locator(".note")).containsText("You stopped this answer.");
    }

    @Test
    void aChatIsReopenedRenamedAndDeleted() {
        var chat = open(wide());
        var answer = chat.ask("What is 20 + 22?").innerText();
        chat.page().reload();
        assertThat(chat.lastAnswer()).hasText(answer);
        chat.page().locator("#new-chat").click();
        assertThat(chat.page().locator(".greeting")).isVisible();
        chat.page().locator(".chat-link").first().click();
        assertThat(chat.lastAnswer()).hasText(answer);

        chat.menu("Rename");
        var field = chat.page().locator(".chat-field");
        field.fill("A sum of mine");
        field.press("Enter");
        assertThat(chat.page().locator("#chat-title")).hasText("A sum of mine");
        chat.page().reload();
        assertThat(chat.currentChat()).containsText("A sum of mine");
        deleteCurrent(chat);
    }

    @Test
    void aFirstWordInChineseGetsAChinesePageAndAnswer() {
        var chat = open(wide().setLocale("zh-CN").setColorScheme(ColorScheme.DARK));
        assertThat(chat.page().locator("html")).hasAttribute("lang", "zh-CN");
        assertThat(chat.page().locator("#new-chat")).hasText("新对话");
        assertThat(chat.ask("你好")).containsText("你好");
        assertThat(chat.ask("12 + 7 等于多少？")).containsText("12 + 7 = 19");
        accessible(chat);
        chat.page().locator("#language").selectOption("en");
        assertThat(chat.page().locator("#new-chat")).hasText("New chat");
    }

    @Test
    void bothSchemesAreAccessibleAndTheChoiceIsKept() {
        var chat = open(wide());
        accessible(chat);
        chat.ask("What is 12 + 7?");
        accessible(chat);
        chat.page().locator("#theme").selectOption("dark");
        accessible(chat);
        chat.page().reload();
        assertThat(chat.page().locator("html")).hasAttribute("data-theme", "dark");
    }

    @Test
    void aKeyboardIsEnough() {
        var chat = open(wide());
        var keyboard = chat.page().keyboard();
        assertThat(chat.page().locator("#question")).isFocused();
        chat.page().locator("#skip").focus();
        keyboard.press("Enter");
        assertThat(chat.page().locator("#question")).isFocused();
        keyboard.type("What is 12 + 7?");
        keyboard.press("Tab");
        assertThat(chat.page().getByLabel("Medium")).isFocused();
        keyboard.press("ArrowRight");
        assertThat(chat.page().getByLabel("High")).isChecked();
        keyboard.press("Shift+Tab");
        keyboard.press("Enter");
        assertThat(chat.lastAnswer()).containsText("12 + 7 = 19");
    }

    @Test
    void aNarrowScreenHasADrawerAndNoSidewaysScrolling() {
        var chat = open(new NewContextOptions().setLocale("en-US").setViewportSize(320, 640));
        chat.ask("What is Repartee?");
        assertThat(chat.page().locator("#sidebar")).isHidden();
        var overflow = "document.documentElement.scrollWidth - innerWidth";
        assertThat(chat.page().evaluate(overflow)).isEqualTo(0);
        accessible(chat);
        chat.page().locator("#open-drawer").click();
        assertThat(chat.currentChat()).isVisible();
        accessible(chat);
        chat.page().keyboard().press("Escape");
        assertThat(chat.page().locator("#open-drawer")).isFocused();
    }

    @Test
    void thePolicyAllowsNoInlineScriptOrStyle() {
        var policy = open(wide()).page().reload().headerValue("content-security-policy");
        assertThat(policy).contains("default-src 'self'").doesNotContain("unsafe");
    }

    private static void deleteCurrent(ChatPage chat) {
        chat.menu("Delete");
        assertThat(chat.page().locator(".greeting")).isVisible();
        var row =
                chat.page()
                        .locator(
                                ".chat-link",
                                new Page.LocatorOptions().setHasText("A sum of mine"));
        assertThat(row).hasCount(0);
        chat.button(Pattern.compile("Undo")).click();
        assertThat(row).hasCount(1);
        row.click();
        assertThat(chat.lastAnswer()).containsText("42");
        chat.menu("Delete");
        chat.page().reload();
        assertThat(chat.page().locator(".group").or(chat.page().locator(".no-chats")).first())
                .isVisible();
        assertThat(row).hasCount(0);
    }

    private static void accessible(ChatPage chat) {
        var found =
                new AxeBuilder(chat.page())
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                        .analyze();
        assertThat(found.getViolations()).isEmpty();
    }

    private ChatPage open(NewContextOptions options) {
        if (chromium == null) {
            throw new IllegalStateException("no browser was launched");
        }
        var page = new ChatPage(chromium.browser(), server(), options);
        pages.add(page);
        return page;
    }

    private static URI server() {
        return RunningServer.address();
    }

    private static NewContextOptions wide() {
        return new NewContextOptions()
                .setLocale("en-US")
                .setColorScheme(ColorScheme.LIGHT)
                .setViewportSize(1280, 800);
    }

    private static Page.ScreenshotOptions shot(String name) {
        return new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name));
    }
}
