package org.repartee.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/// The chat page as a person uses it, in a profile of its own. It writes down whatever a person
/// would not notice: console errors, violations of the content security policy, requests that leave
/// the server's origin.
final class ChatPage implements AutoCloseable {

    private static final Pattern STORED = Pattern.compile("#/c/[0-9a-f-]{36}$");

    private final BrowserContext context;
    private final Page page;
    private final String authority;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    ChatPage(Browser browser, URI address, Browser.NewContextOptions options) {
        authority = address.getAuthority();
        context = browser.newContext(options);
        var session = SignedIn.at(address).session();
        context.addCookies(
                List.of(new Cookie(SignedIn.COOKIE, session).setUrl(address.toString())));
        page = context.newPage();
        // What a test breaks is a real socket, from within.
        page.addInitScript(
                "window.sockets = []; window.accepted = 0; window.WebSocket = class extends WebSocket {"
                        + " constructor(url) { super(url); window.sockets.push(this);"
                        + " this.addEventListener('message', ({data}) => {"
                        + " window.accepted += data.startsWith('{\"type\":\"accepted\"'); }); } }");
        page.addInitScript(
                "addEventListener('securitypolicyviolation', e =>"
                        + " console.error('CSP', e.violatedDirective, e.blockedURI))");
        page.onConsoleMessage(this::note);
        page.onPageError(error -> complaints.add("uncaught " + error));
        page.onRequest(request -> stayHome(request.url()));
        page.onWebSocket(socket -> stayHome(socket.url()));
        page.navigate(address.toString());
        assertThat(page.locator("#efforts input")).hasCount(3);
    }

    Page page() {
        return page;
    }

    /// What nobody sees and nobody should accept; empty when all is well.
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /// Waits until the server has taken so many questions of the page's.
    void awaitAccepted(int questions) {
        page.waitForCondition(() -> (int) page.evaluate("window.accepted") >= questions);
    }

    /// Breaks the connection; the page tries again by itself.
    void breakConnection() {
        page.evaluate("window.sockets.at(-1).close()");
        page.waitForCondition(() -> connections() > 1);
    }

    /// How many connections the page has opened.
    int connections() {
        return (int) page.evaluate("window.sockets.length");
    }

    /// What a test provokes itself is no complaint.
    void forgive(String part) {
        complaints.removeIf(complaint -> complaint.contains(part));
    }

    /// Sends a question with Enter, without waiting for its answer.
    void send(String question) {
        page.locator("#question").fill(question);
        page.locator("#question").press("Enter");
    }

    /// Sends a question and waits until its answer is finished.
    ///
    /// @return the answer
    Locator ask(String question) {
        var before = page.locator(".answer").count();
        send(question);
        assertThat(page.locator(".answer")).hasCount(before + 1);
        awaitIdle();
        return lastAnswer();
    }

    Locator lastAnswer() {
        return page.locator(".answer").last().locator(".prose");
    }

    void awaitIdle() {
        assertThat(page.locator("#send")).isVisible();
    }

    /// The address names the chat as soon as the server has stored the question.
    void awaitStored() {
        page.waitForURL(STORED);
    }

    Locator button(Pattern name) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name));
    }

    /// Chooses something for the chat on the screen.
    void menu(String item) {
        page.locator("#chat-menu").click();
        page.getByRole(AriaRole.MENUITEM, new GetByRoleOptions().setName(item).setExact(true))
                .click();
    }

    /// Waits until the nth answer of the branch that is shown, from 1, has ended.
    Locator answer(int number) {
        return page.locator(".answer").nth(number - 1).locator(".prose");
    }

    Locator currentChat() {
        return page.locator(".chat-row")
                .filter(new Locator.FilterOptions().setHas(page.locator("[aria-current=page]")));
    }

    @Override
    public void close() {
        context.close();
    }

    private void note(ConsoleMessage message) {
        if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.type() + " " + message.text());
        }
    }

    private void stayHome(String url) {
        var target = URI.create(url);
        if (List.of("data", "blob", "about").contains(target.getScheme())) {
            return;
        }
        if (!authority.equals(target.getAuthority())) {
            complaints.add("request to " + url);
        }
    }
}
