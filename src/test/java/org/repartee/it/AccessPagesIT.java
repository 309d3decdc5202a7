package org.repartee.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// The sign-in page and the account page, as people meet them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class AccessPagesIT {

    private static final Pattern SIGN_IN = Pattern.compile(".*/sign-in\\.html.*");
    private static final Pattern ACCOUNT = Pattern.compile(".*/account\\.html$");

    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Chromium chromium;

    @SuppressWarnings("NullAway.Init")
    private BrowserContext context;

    @SuppressWarnings("NullAway.Init")
    private URI address;

    @BeforeAll
    void launch() {
        var executable = Chromium.executable();
        assumeTrue(executable.isPresent(), "skipped: no Chromium found");
        address = RunningServer.address();
        chromium = Chromium.launch(executable.orElseThrow());
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    }

    @AfterAll
    void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void nothingWasWrongBehindThePicture() {
        context.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void aKeyboardSignsInChangesThePasswordAndMakesAKey() throws Exception {
        var name = "kim-" + Long.toString(System.nanoTime(), 36);
        var first = firstPassword(name);
        var page = open(wide());
        assertThat(page).hasURL(SIGN_IN);
        assertThat(page.locator("#name")).isFocused();
        accessible(page);
        page.screenshot(shot("sign-in.png"));
        type(page, name, "Tab", first, "Enter");

        assertThat(page).hasURL(ACCOUNT);
        assertThat(page.locator("#must-change")).isVisible();
        assertThat(page.locator("#current")).isFocused();
        type(page, first, "Tab", "correct horse battery", "Enter");
        assertThat(page.locator("#question")).isFocused();
        assertThat(page.locator("#account")).containsText(name);

        page.locator("#account a").click();
        page.locator("#key-label").fill("A program");
        page.locator("#key-label").press("Enter");
        assertThat(page.locator("#secret-text")).hasText(Pattern.compile("rp-[\\w-]{43}"));
        assertThat(page.locator("#keys tr")).containsText("A program");
        accessible(page);
        page.screenshot(shot("account.png"));
        var secret = page.locator("#secret-text").innerText();
        var program = new Person(address, name, List.of("Authorization", "Bearer " + secret));
        assertThat(program.get("/v1/models").statusCode()).isEqualTo(200);
        page.locator("#keys button").click();
        assertThat(page.locator("#keys tr.ended")).hasCount(1);
        assertThat(program.get("/v1/models").statusCode()).isEqualTo(401);

        page.locator("#sign-out").click();
        assertThat(page).hasURL(SIGN_IN);
    }

    @Test
    void aWrongPasswordIsToldInChineseAndInTheDark() {
        var page =
                open(
                        new NewContextOptions()
                                .setLocale("zh-CN")
                                .setColorScheme(ColorScheme.DARK)
                                .setViewportSize(320, 640));
        assertThat(page.locator("h1")).hasText("登录");
        type(page, "nobody-at-all", "Tab", "a wrong password", "Enter");
        assertThat(page.locator("#trouble")).containsText("用户名或密码错误");
        assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth")).isEqualTo(0);
        accessible(page);
        // The browser itself tells of a refused request.
        complaints.removeIf(complaint -> complaint.contains("401"));
    }

    @Test
    void aUsedLinkIsToldAndDoesNotStayInTheAddress() {
        var page = open(wide());
        page.navigate(address.resolve("/sign-in.html#link=used-already").toString());
        page.reload();
        assertThat(page.locator("#trouble")).containsText("the link was used already");
        assertThat(page).hasURL(address.resolve("/sign-in.html").toString());
        assertThat(page.locator("#name")).isFocused();
        complaints.removeIf(complaint -> complaint.contains("401"));
    }

    @Test
    void anAdministratorMakesAndDisablesAnAccount() {
        var page = open(wide());
        context.addCookies(
                List.of(
                        new Cookie(SignedIn.COOKIE, SignedIn.at(address).session())
                                .setUrl(address.toString())));
        page.navigate(address.resolve("/account.html").toString());
        var name = "lee-" + Long.toString(System.nanoTime(), 36);
        page.locator("#account-name").fill(name);
        page.locator("#account-name").press("Enter");
        assertThat(page.locator("#first-password-text")).hasText(Pattern.compile("[\\w-]{20}"));
        var row = page.locator("#accounts tr").filter(new Locator.FilterOptions().setHasText(name));
        row.locator("button").first().click();
        assertThat(row).hasClass(Pattern.compile("ended"));
        accessible(page);
    }

    private String firstPassword(String name) throws Exception {
        var made =
                Http.send(
                        address,
                        "POST",
                        "/api/accounts",
                        "{\"name\":\"%s\",\"roles\":[\"user\"]}".formatted(name),
                        "Content-Type",
                        "application/json");
        return Http.json(made).getString("password");
    }

    private Page open(NewContextOptions options) {
        context = chromium.browser().newContext(options);
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(address.toString());
        return page;
    }

    private static void type(Page page, String first, String between, String second, String last) {
        var keyboard = page.keyboard();
        keyboard.type(first);
        keyboard.press(between);
        keyboard.type(second);
        keyboard.press(last);
    }

    private static void accessible(Page page) {
        var found =
                new AxeBuilder(page)
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                        .analyze();
        assertThat(found.getViolations()).isEmpty();
    }

    private static NewContextOptions wide() {
        return new NewContextOptions()
                .setLocale("en-US")
                .setColorScheme(ColorScheme.LIGHT)
                .setViewportSize(1280, 800);
    }

    private static Page.ScreenshotOptions shot(String name) {
        return new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name));
    }
}
