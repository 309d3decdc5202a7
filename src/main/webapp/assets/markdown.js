/**
 * Markdown as nodes. Marked reads it, DOMPurify makes the nodes; HTML in the source stays text, but for a few harmless
 * marks without attributes, so that an answer can neither act nor imitate the page.
 */

import { Lexer, Marked } from './lib/marked.esm.js';
import { purifier } from './libraries.js';
import { mathExtensions } from './math.js';

/** @typedef {{type: string, raw: string, [field: string]: any}} Token */
/** @typedef {Record<string, {href: string, title: string}>} Links */

const LONGEST_LIST = 30;
const HARMLESS = /^<\/?(?:br|sub|sup|kbd|mark|u|b|i|s|small|ins)\s*\/?>$/i;

const PURE = {
  ALLOWED_TAGS: [
    'p', 'br', 'hr', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'a',
    'table', 'thead', 'tbody', 'tr', 'th', 'td', 'div', 'span', 'sub', 'sup', 'kbd', 'mark', 'u', 'b', 'i', 's', 'small', 'ins',
  ],
  ALLOWED_ATTR: ['href', 'title', 'class', 'start', 'align', 'tabindex', 'target', 'rel', 'data-tex', 'data-display', 'data-language'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  ADD_URI_SAFE_ATTR: ['start', 'align', 'tabindex', 'target', 'rel', 'data-tex', 'data-display', 'data-language'],
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

const marked = new Marked({
  gfm: true,
  breaks: true,
  extensions: mathExtensions,
  renderer: {
    heading({ tokens, depth }) {
      const tag = `h${Math.min(6, depth + 2)}`; // the page itself has the first two
      return `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`;
    },
    code({ text, lang }) {
      const language = escaped((lang ?? '').trim().split(/\s/)[0]);
      return `<div class="code" data-language="${language}"><div class="code-head"><span>${language}</span></div><pre tabindex="0"><code>${escaped(text)}</code></pre></div>`;
    },
    table(token) {
      const row = (/** @type {any[]} */ cells, /** @type {string} */ tag) =>
        `<tr>${cells.map((cell, index) => `<${tag}${token.align[index] ? ` align="${token.align[index]}"` : ''}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`;
      const body = token.rows.map((/** @type {any[]} */ cells) => row(cells, 'td')).join('');
      return `<div class="table" tabindex="0"><table><thead>${row(token.header, 'th')}</thead><tbody>${body}</tbody></table></div>`;
    },
    link({ href, title, tokens }) {
      const name = this.parser.parseInline(tokens);
      if (!PURE.ALLOWED_URI_REGEXP.test(href)) return name;
      return `<a href="${escaped(href)}" title="${escaped(title || href)}" target="_blank" rel="noopener noreferrer nofollow">${name}</a>`;
    },
    // Nothing is loaded from elsewhere: a picture is a link to it.
    image({ href, text }) {
      const name = escaped(text || href);
      if (!/^https?:/i.test(href)) return name;
      return `<a href="${escaped(href)}" title="${escaped(href)}" target="_blank" rel="noopener noreferrer nofollow">${name}</a>`;
    },
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    html({ text, block }) {
      const shown = text.replace(/<[^>]*>?|[^<]+/g, (/** @type {string} */ part) => (HARMLESS.test(part) ? part : escaped(part)));
      return block ? `<p>${shown.trim()}</p>` : shown;
    },
  },
  // "text" above "---" is a heading for nobody who writes to a person, and would make a list's first mark flicker.
  tokenizer: { lheading: () => undefined },
});

/** @type {any} */
let purify;

/** Whether nodes can be made. */
export const isReady = () => purify !== undefined;

/** Kept when it fails: whoever needs it asks again. */
export async function ready() {
  purify ??= await purifier();
}

/**
 * @param {string} source
 * @param {Links} links definitions so far; what this source defines is added
 * @returns {Token[]} its blocks; their `raw` together are the source
 */
export function blocksOf(source, links) {
  const lexer = new Lexer(marked.defaults);
  Object.assign(lexer.tokens.links, links);
  const tokens = lexer.lex(source);
  Object.assign(links, lexer.tokens.links);
  return tokens.flatMap(parted);
}

/** A long list in several: only its last part is read again while it grows. @param {Token} token @returns {Token[]} */
function parted(token) {
  if (token.type !== 'list' || token.items.length <= LONGEST_LIST) return [token];
  const parts = [];
  for (let from = 0; from < token.items.length; from += LONGEST_LIST) {
    const items = token.items.slice(from, from + LONGEST_LIST);
    const raw = items.map((/** @type {Token} */ item) => item.raw).join('');
    parts.push({ ...token, items, raw, start: token.ordered ? token.start + from : token.start });
  }
  // Marked takes the line's end off the last item's raw text, but not off the list's.
  const length = parts.reduce((sum, { raw }) => sum + raw.length, 0);
  parts[parts.length - 1].raw += token.raw.slice(length);
  return parts;
}

/** @param {Token} block @returns {Element | null} null for what is not seen; needs `ready` */
export function nodeOf(block) {
  return purify.sanitize(marked.parser([block]), PURE).firstElementChild;
}

/** @param {string} html of the highlighter, which escapes the code that it colours @returns {DocumentFragment} */
export function spansOf(html) {
  return purify.sanitize(html, { ALLOWED_TAGS: ['span'], ALLOWED_ATTR: ['class'], RETURN_DOM_FRAGMENT: true });
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
