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
                "2*3*4 and snake_case_name | <p>2<em>3</em>4 and snake_case_name</p>",
                "'- a\n- b' | <ul><li>a</li><li>b</li></ul>",
                "'3. a\n4. b' | <ol start=\"3\"><li>a</li><li>b</li></ol>",
                "**never closed | <p>**never closed</p>",
                "# One | <h3>One</h3>",
                "'text\n---' | <p>text</p><hr>",
                "H<sub>2</sub>O<br>next | <p>H<sub>2</sub>O<br>next</p>",
                "<img src=x onerror=alert(1)> | <p>&lt;img src=x onerror=alert(1)&gt;</p>",
                "<b onclick=alert(1)>x</b> | <p>&lt;b onclick=alert(1)&gt;x</p>",
                "<div class=problem>a</div> | <p>&lt;div class=problem&gt;a&lt;/div&gt;</p>",
                "[link](javascript:alert(1)) | <p>link</p>",
                "![picture](https://example.org/a.png) | <p><a href=\"https://example.org/a.png\""
                        + " title=\"https://example.org/a.png\" target=\"_blank\""
                        + " rel=\"noopener noreferrer nofollow\">picture</a></p>",
                "costs $5 or $6 | <p>costs $5 or $6</p>"
            })
    void marksBecomeNodesAndEverythingElseStaysText(String markdown, String html) {
        var wanted = html.replace("\\n", "\n");
        assertThat(flow("return show(argument, argument.length)", markdown.replace("\\n", "\n")))
                .isEqualTo(wanted);
    }

    @Test
    void fencedCodeKeepsItsSpacesAndMarksAndIsColoured() {
        var markdown = "```java\nint a = 1;\n\n    **b**\n```\nafter";
        var shown =
                """
                const host = document.createElement('div');
                const flow = new Flow(host);
                flow.append(argument);
                flow.finish();
                while (!host.querySelector('.hljs-type')) await new Promise(done => setTimeout(done, 20));
                const code = host.querySelector('.code');
                return [code.querySelector('.code-head span').textContent, code.querySelector('code').textContent,
                  host.lastChild.outerHTML, code.querySelectorAll('button').length].join('|');
                """;
        assertThat(flow(shown, markdown)).isEqualTo("java|int a = 1;\n\n    **b**|<p>after</p>|2");
    }

    @Test
    void mathematicsIsSetWithoutBreakingThePolicy() {
        var shown =
                """
                const host = document.createElement('div');
                document.body.append(host);
                const flow = new Flow(host);
                flow.append(argument);
                flow.finish();
                while (host.querySelectorAll('.katex').length < 3) await new Promise(done => setTimeout(done, 20));
                const sizes = [...host.querySelectorAll('.katex-html')].every(part => part.getBoundingClientRect().height > 5);
                host.remove();
                return sizes;
                """;
        var formulas = "\\(\\vec{a}\\) and $x^2$ and\n\n\\[\n\\frac{1}{2} \\boxed{y}\n\\]\n";
        assertThat(flow(shown, formulas)).isEqualTo(true);
    }

    @Test
    void whatAnAnswerShowsWhileItIsWrittenDoesNotChangeItsKind() {
        var seen =
                """
                const host = document.createElement('div');
                const flow = new Flow(host);
                const kinds = [];
                for (const letter of argument) {
                  flow.append(letter);
                  const kind = [...host.children].map(block => block.localName + (block.className && '.' + block.className)).join(' ');
                  if (kind !== kinds.at(-1)) kinds.push(kind);
                }
                return kinds.join(', ') + ' ' + /[*`|]/.test(host.textContent);
                """;
        var markdown =
                "**a**\n\n| b | c |\n|---|---|\n| 1 | `2` |\n\n- **d** e\n\n```c\nint f;\n```\n";
        assertThat(flow(seen, markdown))
                .isEqualTo(", p, p div.table, p div.table ul, p div.table ul div.code false");
    }

    @Test
    void anAnswerOfTwentyThousandTokensIsDrawnWithoutHoldingUpThePage() {
        var drawn =
                """
                const host = document.createElement('div');
                document.body.append(host);
                const flow = new Flow(host);
                const part = i => `## Part ${i}\\n\\nSome **bold** text about \\`thing${i}\\` and a [link](https://example.org/${i}).\\n\\n`
                  + '- one\\n- two\\n'.repeat(5) + '\\n| a | b |\\n|---|---|\\n' + '| 1 | **2** |\\n'.repeat(5)
                  + '\\n```python\\n' + 'def f(x):  # comment\\n    return x\\n'.repeat(20) + '```\\n\\n';
                let text = '';
                for (let i = 0; text.length < 80_000; i++) text += part(i);
                const times = [];
                for (let at = 0; at < text.length; at += 40) {
                  const began = performance.now();
                  flow.append(text.slice(at, at + 40));
                  host.getBoundingClientRect();
                  times.push(performance.now() - began);
                  if (at % 4_000 === 0) await new Promise(done => setTimeout(done));
                }
                flow.finish();
                const blocks = host.childElementCount;
                host.remove();
                times.sort((a, b) => a - b);
                return blocks > 100 ? times[Math.floor(times.length * 0.99)] : -1;
                """;
        var slowest = ((Number) flow(drawn, "")).doubleValue();
        assertThat(slowest).as("99th percentile of a picture's work, in ms").isBetween(0.0, 50.0);
    }

    @Test
    void streamedTextBecomesWhatTheWholeTextBecomes() {
        var random =
                """
                const bits = ['a', 'b ', '**', '*', '_', '`', '```', '\\n', '\\n\\n', '- ', '1. ', '  ', '# ', '~~~', '重要', '\\\\', '> ', '<b>', '['];
                let seed = argument;
                const next = bound => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % bound;
                for (let round = 0; round < 1000; round++) {
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
                  await (await import('/assets/markdown.js')).ready();
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
                  await (await import('/assets/markdown.js')).ready();
                  const show = (source, step) => {
                    const host = document.createElement('div');
                    const flow = new Flow(host);
                    for (let at = 0; at < source.length; at += step) flow.append(source.slice(at, at + step));
                    flow.finish();
                    host.querySelectorAll('.part').forEach(part => part.replaceWith(...part.childNodes));
                    return host.innerHTML.replaceAll(/>\\n+</g, '><');
                  };
                """;
        return run(show + script + "}", argument);
    }
}
