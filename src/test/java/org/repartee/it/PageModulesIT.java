package org.repartee.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The page's own modules, imported where they will run: in the browser.
class PageModulesIT {

    private static final int SEED = 20_261_123;

    private static @Nullable Chromium chromium;
    private static @Nullable ChatPage chat;

    @BeforeAll
    static void launch() {
        var executable = Chromium.executable();
        assumeTrue(
                executable.isPresent(),
                "skipped: no Chromium found; install one or name it in the environment variable CHROMIUM");
        chromium = Chromium.launch(executable.orElseThrow());
        chat = new ChatPage(chromium.browser(), RunningServer.address(), new NewContextOptions());
    }

    @AfterAll
    static void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain text | <p>plain text</p>",
                "'one\ntwo\n\nthree' | <p>one<br>two</p><p>three</p>",
                "**a *b* c** and `d*e*` | <p><strong>a <em>b</em> c</strong> and <code>d*e*</code></p>",
                "2*3*4 and snake_case_name | <p>2*3*4 and snake_case_name</p>",
                "这是**重要**的 | <p>这是<strong>重要</strong>的</p>",
                "'- a\n- b\n  - c' | <ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>",
                "'3. a\n4. b' | <ol start=\"3\"><li>a</li><li>b</li></ol>",
                "**never closed | <p>**never closed</p>",
                "\\*not marked\\* | <p>*not marked*</p>",
                "<img src=x onerror=alert(1)> | <p>&lt;img src=x onerror=alert(1)&gt;</p>",
                "[link](javascript:alert(1)) | <p>[link](javascript:alert(1))</p>"
            })
    void marksBecomeNodesAndEverythingElseStaysText(String markdown, String html) {
        assertThat(flow("return show(argument, argument.length)", markdown)).isEqualTo(html);
    }

    @Test
    void fencedCodeKeepsItsSpacesAndMarks() {
        var markdown = "```java\nint a = 1;\n\n    **b**\n```\nafter";
        assertThat(flow("return show(argument, argument.length)", markdown))
                .isEqualTo(
                        "<div class=\"code\"><span>java</span><pre tabindex=\"0\"><code>int a = 1;\n\n"
                                + "    **b**</code></pre></div><p>after</p>");
    }

    @Test
    void streamedTextBecomesWhatTheWholeTextBecomes() {
        var random =
                """
                const bits = ['a', 'b ', '**', '*', '_', '`', '```', '\\n', '\\n\\n', '- ', '1. ', '  ', '# ', '~~~', '重要', '\\\\'];
                let seed = argument;
                const next = bound => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % bound;
                for (let round = 0; round < 2000; round++) {
                  const source = Array.from({ length: 1 + next(25) }, () => bits[next(bits.length)]).join('');
                  if (show(source, 1) !== show(source, source.length)) return JSON.stringify(source);
                }
                return 'same';
                """;
        assertThat(flow(random, SEED)).as("seed %d", SEED).isEqualTo("same");
    }

    @Test
    void finishedBlocksKeepTheirNodes() {
        var same =
                """
                async () => {
                  const { Flow } = await import('/assets/flow.js');
                  const host = document.createElement('div');
                  const flow = new Flow(host);
                  flow.append('first\\n\\nsecond\\n');
                  const first = host.firstChild.firstChild;
                  flow.append('\\nthird **x**\\n\\n- a');
                  return first === host.firstChild.firstChild && host.childElementCount === 4;
                }\
                """;
        assertThat(run(same, "")).isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({
        "0.42, 0.4 ms, 0.4 毫秒",
        "84.7, 85 ms, 85 毫秒",
        "999.6, 1 s, 1 秒",
        "1312, 1.3 s, 1.3 秒",
        "125000, 2 min 5 s, 2 分 5 秒"
    })
    void durationsAreReadable(double ms, String english, String chinese) {
        var both =
                """
                async ms => {
                  const { duration } = await import('/assets/format.js');
                  return duration(ms, 'en') + '|' + duration(ms, 'zh-CN');
                }\
                """;
        assertThat(run(both, ms)).isEqualTo(english + "|" + chinese);
    }

    @Test
    void bothLanguagesHaveTheSameTexts() {
        var missing =
                """
                async () => {
                  const [en, zh] = await Promise.all(['en', 'zh-CN'].map(tag => import(`/assets/i18n/${tag}.js`)));
                  const keys = module => Object.keys(module.default).sort().join();
                  return keys(en) === keys(zh);
                }\
                """;
        assertThat(run(missing, "")).isEqualTo(true);
    }

    private static Object run(String script, Object argument) {
        if (chat == null) {
            throw new IllegalStateException("no browser was launched");
        }
        return chat.page().evaluate(script, argument);
    }

    /// @param script uses `show(source, step)`: the markup after `source` flowed in, `step` letters
    ///   at a time
    private static Object flow(String script, Object argument) {
        var show =
                """
                async argument => {
                  const { Flow } = await import('/assets/flow.js');
                  const show = (source, step) => {
                    const host = document.createElement('div');
                    const flow = new Flow(host);
                    for (let at = 0; at < source.length; at += step) flow.append(source.slice(at, at + step));
                    flow.finish();
                    return host.innerHTML;
                  };
                """;
        return run(show + script + "}", argument);
    }
}
