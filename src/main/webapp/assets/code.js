/** Blocks of code: coloured while they come, copied, wrapped. */

import { copyButton } from './copy.js';
import { element, iconButton } from './dom.js';
import { highlighter } from './libraries.js';
import { spansOf } from './markdown.js';

/** Longer code stays in one colour: colouring it would hold up the page for more than one picture. */
const LONGEST = 60_000;
const LONGEST_WHILE_WRITTEN = 12_000;
/** At most a tenth of the time goes into colouring code that is still being written. */
const SHARE = 10;
/** Characters of a part, at least. */
const PART = 4_000;

/** The text that a block shows, beside its nodes. @type {WeakMap<Element, string>} */
const plain = new WeakMap();
/** @type {WeakMap<Element, number>} */
const nextTurn = new WeakMap();
/** @type {any} */
let hljs;

/** @param {Element} root @returns {HTMLElement[]} */
function blocksIn(root) {
  const within = /** @type {HTMLElement[]} */ ([...root.querySelectorAll('.code')]);
  return root.matches('.code') ? [/** @type {HTMLElement} */ (root), ...within] : within;
}

/** Gives every new block of code its buttons. @param {Element} root */
export function dressCode(root) {
  for (const block of blocksIn(root)) {
    if (block.dataset.dressed) continue;
    block.dataset.dressed = 'true';
    const code = /** @type {HTMLElement} */ (block.querySelector('code'));
    plain.set(code, code.textContent ?? '');
    const wrap = iconButton('wrap', 'wrapCode', {}, () => {
      const wrapped = block.toggleAttribute('data-wrapped');
      wrap.setAttribute('aria-pressed', String(wrapped));
    });
    wrap.setAttribute('aria-pressed', 'false');
    const buttons = element('div', { class: 'code-buttons', 'data-added': '' }, wrap, copyButton('copyCode', () => plain.get(code) ?? ''));
    block.querySelector('.code-head')?.append(buttons);
  }
}

/** @param {Element} code @param {string} text what it shall show now */
export function codeChanged(code, text) {
  const shown = plain.get(code) ?? code.textContent ?? '';
  if (text === shown) return;
  plain.set(code, text);
  code.closest('.code')?.removeAttribute('data-coloured');
  if (text.startsWith(shown)) appendTo(code, text.slice(shown.length));
  else code.textContent = text;
}

/** In parts of bounded length, each a block: a browser lays out again only the part that grows. @param {Element} code @param {string} text */
function appendTo(code, text) {
  let last = code.lastChild;
  if (!(last instanceof HTMLElement && last.className === 'part') || ((last.textContent ?? '').length > PART && text.includes('\n'))) {
    const at = last ? text.indexOf('\n') + 1 : 0;
    const rest = last && at > 0 ? text.slice(at) : text;
    if (last && at > 0) (last instanceof HTMLElement && last.className === 'part' ? last : code).append(text.slice(0, at));
    if (last && at === 0) {
      code.append(text);
      return;
    }
    last = element('span', { class: 'part' });
    code.append(last);
    text = rest;
  }
  const end = last.lastChild;
  if (end instanceof Text) end.appendData(text);
  else last.appendChild(document.createTextNode(text));
}

/**
 * Colours what can be coloured.
 *
 * @param {Element} root a block of the text
 * @param {boolean} open whether it is still being written
 */
export function colour(root, open) {
  for (const block of blocksIn(root)) {
    const code = block.querySelector('code');
    const { language, coloured } = block.dataset;
    if (!code || !language || coloured === 'all') continue;
    if (!hljs) {
      highlighter().then(
        (loaded) => {
          hljs = loaded;
          colour(root, open);
        },
        () => undefined, // one colour can be read too
      );
      return;
    }
    if (!hljs.getLanguage(language)) block.dataset.coloured = 'all';
    else colourBlock(block, code, language, open);
  }
}

/** @param {HTMLElement} block @param {Element} code @param {string} language @param {boolean} open */
function colourBlock(block, code, language, open) {
  const text = plain.get(code) ?? '';
  const began = performance.now();
  if (open && (text.length > LONGEST_WHILE_WRITTEN || began < (nextTurn.get(code) ?? 0))) return;
  if (text.length <= LONGEST) code.replaceChildren(spansOf(hljs.highlight(text, { language, ignoreIllegals: true }).value));
  nextTurn.set(code, began + SHARE * (performance.now() - began) + 100);
  if (!open) block.dataset.coloured = 'all';
}
