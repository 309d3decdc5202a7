package org.repartee.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One Chromium for a class of tests. After each of them its pages are closed, and must have
/// nothing to complain of.
final class OpenPages implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private @Nullable Chromium chromium;
    private final List<ChatPage> pages = new ArrayList<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        var executable = Chromium.executable();
        assumeTrue(
                executable.isPresent(),
                "skipped: no Chromium found; install one or name it in the environment variable CHROMIUM");
        chromium = Chromium.launch(executable.orElseThrow());
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var complaints = pages.stream().flatMap(page -> page.complaints().stream()).toList();
        pages.forEach(ChatPage::close);
        pages.clear();
        assertThat(complaints).isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (chromium != null) {
            chromium.close();
        }
    }

    /// A page in a profile of its own, in English and 1,280 pixels wide.
    ChatPage open() {
        return open(new NewContextOptions().setLocale("en-US").setViewportSize(1280, 800));
    }

    ChatPage open(NewContextOptions options) {
        if (chromium == null) {
            throw new IllegalStateException("no browser was launched");
        }
        var page = new ChatPage(chromium.browser(), RunningServer.address(), options);
        pages.add(page);
        return page;
    }
}
