package org.repartee.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What people do with their chats once they have some.
class ChatWorkIT {

    @RegisterExtension static final OpenPages PAGES = new OpenPages();

    @Test
    void anEditedQuestionBeginsABranchAndBothCanBeShown() {
        var chat = PAGES.open();
        chat.ask("My name is Ada.");
        chat.ask("What is my name?");
        chat.page().locator(".question").first().hover();
        chat.button(Pattern.compile("Edit and ask again")).first().click();
        var field = chat.page().locator("textarea.edit-field").first();
        field.fill("What is 31 + 45?");
        field.press("Enter");
        assertThat(chat.page().locator(".answer")).hasCount(1);
        assertThat(chat.lastAnswer()).containsText("76");
        chat.awaitIdle();
        chat.page().reload();
        assertThat(chat.lastAnswer()).containsText("76");
        chat.button(Pattern.compile("Show the one before")).click();
        assertThat(chat.page().locator(".answer")).hasCount(2);
        assertThat(chat.lastAnswer()).containsText("Ada");
    }

    @Test
    void anAnswerIsGivenAgainAndRated() {
        var chat = PAGES.open();
        chat.ask("What is 12 + 7?");
        chat.button(Pattern.compile("Answer again")).click();
        assertThat(chat.page().locator(".answer .branch-count")).hasText("2 / 2");
        chat.awaitIdle();
        chat.button(Pattern.compile("Bad answer")).click();
        chat.page().locator(".comment-form input").fill("Too short");
        chat.page().locator(".comment-form button").click();
        assertThat(chat.page().locator(".comment-form")).hasCount(0);
        chat.page().reload();
        assertThat(chat.button(Pattern.compile("Bad answer"))).hasAttribute("aria-pressed", "true");
        assertThat(chat.page().locator(".answer .branch-count")).hasText("2 / 2");
    }

    @Test
    void anAnswerThatReachedItsLengthIsContinued() {
        var chat = PAGES.open();
        chat.page().locator("#length").selectOption("custom");
        chat.page().locator("#custom-length").fill("24");
        chat.page().getByLabel("Low").check();
        chat.ask("What is Repartee?");
        assertThat(chat.page().locator(".note")).containsText("cut off");
        var begun = chat.lastAnswer().innerText();
        chat.page().locator("#custom-length").fill("256");
        chat.page().locator(".continue").click();
        chat.awaitIdle();
        assertThat(chat.page().locator(".continue")).hasCount(0);
        assertThat(chat.page().locator(".answer")).hasCount(1);
        assertThat(chat.lastAnswer().innerText()).startsWith(begun).isNotEqualTo(begun);
    }

    @Test
    void chatsArePinnedArchivedAndFound() {
        var chat = PAGES.open();
        chat.ask("What is 23 + 45?");
        chat.menu("Pin");
        assertThat(chat.page().locator(".group").first()).hasText("Pinned");
        chat.menu("Unpin");
        chat.menu("Archive");
        assertThat(chat.currentChat()).hasCount(0);
        chat.page().locator("#archive").click();
        assertThat(chat.currentChat()).hasCount(1);
        chat.page().locator("#search").fill("23 + 45 = 68");
        assertThat(chat.page().locator(".passage mark").first()).hasText("23 + 45 = 68");
    }

    @Test
    void aChatIsSharedAndTheLinkIsTakenBack() {
        var chat = PAGES.open();
        chat.ask("What is 20 + 22?");
        chat.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        chat.menu("Share by link");
        assertThat(chat.page().locator("#notice")).containsText("The link is copied");
        var link = String.valueOf(chat.page().evaluate("navigator.clipboard.readText()"));
        var guest = PAGES.open();
        guest.page().navigate(link);
        assertThat(guest.lastAnswer()).containsText("42");
        assertThat(guest.page().locator("#composer")).isHidden();
        assertThat(guest.page().locator(".answer-bar button")).hasCount(0);
        chat.button(Pattern.compile("Take the link back")).click();
        assertThat(chat.page().locator("#notice")).containsText("leads nowhere");
        assertThat(
                        chat.page()
                                .evaluate(
                                        "token => fetch('api/shares/by-token/' + token).then(it => it.status)",
                                        link.substring(link.lastIndexOf('/') + 1)))
                .isEqualTo(404);
        chat.forgive("404");
    }

    @Test
    void aChatIsExported() throws Exception {
        var chat = PAGES.open();
        chat.ask("What is 20 + 22?");
        var file = chat.page().waitForDownload(() -> chat.menu("Export as Markdown"));
        assertThat(Files.readString(file.path()))
                .startsWith("# What is 20 + 22?")
                .contains("## You", "20 + 22 = 42");
    }

    @Test
    void aDraftAndALongPasteSurviveAReload() {
        var chat = PAGES.open();
        chat.page().locator("#question").fill("Half a thought");
        chat.page()
                .evaluate(
                        """
                        () => {
                          const data = new DataTransfer();
                          data.setData('text/plain', '# Title\\n\\n' + 'Some **text** of a long document. '.repeat(60));
                          document.querySelector('#question').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
                        }\
                        """);
        assertThat(chat.page().locator(".chip-name")).hasText("Pasted Markdown 1");
        assertThat(chat.page().locator("#token-count"))
                .hasText(Pattern.compile("[\\d,]+ of 2,048 tokens"));
        chat.page().reload();
        assertThat(chat.page().locator("#question")).hasValue("Half a thought");
        assertThat(chat.page().locator(".chip-name")).hasText("Pasted Markdown 1");
        chat.page().locator("#question").press("Enter");
        assertThat(chat.page().locator(".attached summary")).containsText("Pasted Markdown 1");
        assertThat(chat.page().locator(".bubble")).containsText("Half a thought");
        chat.awaitIdle();
        chat.page().reload();
        assertThat(chat.page().locator("#question")).hasValue("");
    }

    @Test
    void aTemporaryChatIsGoneAfterwards() {
        var chat = PAGES.open();
        chat.page().locator("#temporary").click();
        chat.ask("My name is Ada.");
        assertThat(chat.ask("What is my name?")).containsText("Ada");
        assertThat(chat.currentChat()).hasCount(0);
        assertThat(chat.button(Pattern.compile("Good answer"))).hasCount(0);
        chat.page().reload();
        assertThat(chat.page().locator(".greeting")).isVisible();
    }

    @Test
    void instructionsHoldForTheChat() {
        var chat = PAGES.open();
        chat.page().locator("#edit-instructions").click();
        chat.page().locator("#instructions-text").fill("Your name is Max.");
        chat.page().locator("#instructions button[type=submit]").click();
        chat.ask("What is 12 + 7?");
        chat.page().reload();
        chat.page().locator("#edit-instructions").click();
        assertThat(chat.page().locator("#instructions-text")).hasValue("Your name is Max.");
    }
}
