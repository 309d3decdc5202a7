package org.repartee.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Single sign-on against a real Keycloak, in a real Chromium.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class SingleSignOnIT {

    private static final Duration SESSION = Duration.ofSeconds(40);

    /// Of an access token, as the realm says; then Keycloak is asked again.
    private static final Duration TOKEN = Duration.ofSeconds(4);

    private static final Pattern SIGN_IN = Pattern.compile(".*/sign-in\\.html.*");

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private Keycloak keycloak;

    @SuppressWarnings("NullAway.Init")
    private Chromium chromium;

    @SuppressWarnings("NullAway.Init")
    private BrowserContext context;

    @SuppressWarnings("NullAway.Init")
    private Page page;

    @BeforeAll
    void start() throws Exception {
        var executable = Chromium.executable();
        assumeTrue(executable.isPresent(), "skipped: no Chromium found");
        var port = FreePort.next();
        keycloak = Keycloak.start(URI.create("http://127.0.0.1:" + port));
        server =
                RunningServer.start(
                        "sign-on",
                        port,
                        Map.of(
                                "REPARTEE_OIDC_ISSUER", keycloak.issuer().toString(),
                                "REPARTEE_OIDC_CLIENT_ID", "repartee",
                                "REPARTEE_OIDC_CLIENT_SECRET", "a-secret-of-the-tests",
                                "REPARTEE_OIDC_AUDIENCE", "repartee-api",
                                "REPARTEE_ACCESS_LOCAL_LOGIN", "true",
                                "REPARTEE_ACCESS_SESSION_LIFETIME", SESSION.toString()));
        keycloak.awaitReady();
        chromium = Chromium.launch(executable.orElseThrow());
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    }

    @AfterAll
    void stop() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
        if (server != null) {
            server.close();
            var log = Files.readString(server.data().resolve("logs/server.log"));
            assertThat(log).doesNotContain("of-the-tests", "eyJ");
        }
    }

    @BeforeEach
    void open() {
        context = chromium.browser().newContext(new NewContextOptions().setLocale("en-US"));
        page = context.newPage();
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void whoSignsInChatsAndSignsOutEverywhere() {
        signIn("anna");
        assertThat(page).hasURL(server.uri().toString());
        assertThat(page.locator("#account")).containsText("anna");
        ask("What is 12 + 7?");
        assertThat(page.locator(".answer .prose").last()).containsText("12 + 7 = 19");

        page.locator("#account button").click();
        assertThat(page).hasURL(SIGN_IN);
        page.locator("#provider a").click();
        assertThat(page.locator("#kc-login")).isVisible();
    }

    @Test
    void aSessionThatEndsLeadsBackToTheSignIn() throws Exception {
        var begun = Instant.now();
        signIn("anna");
        page.waitForTimeout(Duration.between(Instant.now(), begun.plus(SESSION)).toMillis() + 3000);
        ask("Hello!");
        assertThat(page).hasURL(SIGN_IN);
    }

    @Test
    void whoIsShutOutThereIsShutOutHere() throws Exception {
        signIn("anna");
        keycloak.enable("anna", false);
        try {
            page.waitForTimeout(TOKEN.toMillis() + 1000);
            ask("Hello!");
            assertThat(page).hasURL(SIGN_IN);
        } finally {
            keycloak.enable("anna", true);
        }
    }

    @Test
    void aSessionIsRefreshedUnnoticed() {
        signIn("anna");
        for (var round = 0; round < 2; round++) {
            page.waitForTimeout(TOKEN.toMillis() + 500);
            page.reload();
            assertThat(page.locator("#account")).containsText("anna");
        }
    }

    @Test
    void theProvidersWordEndsASessionAtOnce() throws Exception {
        signIn("anna");
        keycloak.logOut("anna");
        page.reload();
        assertThat(page).hasURL(SIGN_IN);
        assertThat(page.locator("#provider a")).isVisible();
    }

    @Test
    void whoHasNoRoleIsToldSo() {
        signIn("nora");
        assertThat(page).hasURL(SIGN_IN);
        assertThat(page.locator("#trouble")).containsText("may not use Repartee");
    }

    @Test
    void anAnswerOfAnotherSignInIsRefused() throws Exception {
        var begun = Person.nobody(server.uri()).get("/sign-in/oidc");
        var location = begun.headers().firstValue("Location").orElseThrow();
        assertThat(location).contains("code_challenge_method=S256", "nonce=", "state=");
        var cookie = begun.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Max-Age=600");
        var callback = "/sign-in/oidc/callback?code=stolen&state=";
        var mine = cookie.substring(0, cookie.indexOf(';'));
        for (var state : new String[] {"another", ""}) {
            var answer = Http.anonymous(server.uri(), "GET", callback + state, "", "Cookie", mine);
            assertThat(answer.headers().firstValue("Location"))
                    .hasValue("/sign-in.html#trouble=provider");
            assertThat(answer.headers().allValues("Set-Cookie"))
                    .noneMatch(set -> set.startsWith(SignedIn.COOKIE + "="));
        }
        var without = Person.nobody(server.uri()).get(callback + "x");
        assertThat(without.headers().firstValue("Location"))
                .hasValue("/sign-in.html#trouble=provider");
    }

    @Test
    void aProgramAsksWithTheProvidersToken() throws Exception {
        var token = keycloak.token("robot", "a-robot-of-the-tests");
        var answer = bearer(token);
        assertThat(answer).isEqualTo(200);
        assertThat(bearer(token.substring(0, token.length() - 6) + "AAAAAA")).isEqualTo(401);
        assertThat(bearer(keycloak.token("stranger", "a-stranger-of-the-tests"))).isEqualTo(401);
        assertThat(bearer("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.")).isEqualTo(401);
    }

    @Test
    void aForgedWordOfTheProviderEndsNothing() throws Exception {
        var forged =
                Http.anonymous(
                        server.uri(),
                        "POST",
                        "/sign-in/oidc/back-channel-logout",
                        "logout_token=eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
                        "Content-Type",
                        "application/x-www-form-urlencoded");
        assertThat(forged.statusCode()).isEqualTo(400);
    }

    private int bearer(String token) throws Exception {
        return Http.anonymous(
                        server.uri(), "GET", "/v1/models", "", "Authorization", "Bearer " + token)
                .statusCode();
    }

    private void signIn(String name) {
        page.navigate(server.uri().toString());
        assertThat(page).hasURL(SIGN_IN);
        page.locator("#provider a").click();
        page.locator("#username").fill(name);
        page.locator("#password").fill(name + "-of-the-tests");
        page.locator("#kc-login").click();
    }

    private void ask(String question) {
        page.locator("#question").fill(question);
        page.locator("#question").press("Enter");
    }
}
