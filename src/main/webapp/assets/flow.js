/** Text that flows into an element: finished blocks are final, only the rest is looked at again. */

import { codeChanged, colour, dressCode } from './code.js';
import { blocksOf, isReady, nodeOf, ready } from './markdown.js';
import { setMath } from './math.js';
import { endOfFence, mend, openCode, withoutPartOfFence } from './mend.js';
import { patched } from './patch.js';

/** @typedef {{raw: string, node: Element | null}} Drawn */

export class Flow {
  /** Everything so far. */
  source = '';
  /** Where the first block begins that may still change. */
  #openFrom = 0;
  /** The blocks from there on, as they are drawn. @type {Drawn[]} */
  #drawn = [];
  /** @type {import('./markdown.js').Links} */
  #links = {};
  #ended = false;
  /** Of a block of code that is all that is open. @type {{mark: string, from: number} | null} */
  #code = null;
  #codeRead = 0;

  /** @param {HTMLElement} element empty; the flow owns its children @param {() => void} [grown] called when it got taller later */
  constructor(element, grown = () => undefined) {
    this.element = element;
    this.grown = grown;
  }

  /** @param {string} text continues what came before */
  append(text) {
    this.source += text;
    this.#ended = false;
    this.#render();
  }

  /** No more text will come: marks that are still open are plain text now. */
  finish() {
    this.#ended = true;
    this.#render();
  }

  #render() {
    if (!isReady()) {
      if (this.element.childElementCount === 0) ready().then(() => this.#render(), () => this.#renderPlain());
      return;
    }
    if (this.#drawnAsCode()) return;
    const rest = this.source.slice(this.#openFrom);
    const tokens = blocksOf(this.#ended ? rest : mend(rest), this.#links);
    this.#draw(tokens);
    if (!this.#ended) this.#settle(tokens);
    this.#code = this.#ended || this.#drawn.length !== 1 ? null : openCode(this.source.slice(this.#openFrom));
  }

  /** Within a block of code there is nothing to be read but its end. */
  #drawnAsCode() {
    const node = this.#drawn[0]?.node;
    if (!this.#code || !node) return false;
    const { mark, from } = this.#code;
    const body = this.source.slice(this.#openFrom + from);
    const code = /** @type {Element} */ (node.querySelector('code'));
    const end = endOfFence(body, mark, this.#codeRead);
    if (end && (this.#ended || end.complete)) {
      codeChanged(code, body.slice(0, end.at));
      colour(node, false);
      this.#openFrom += from + end.after;
      this.#drawn = [];
      this.#code = null;
      this.#codeRead = 0;
      return false;
    }
    this.#codeRead = Math.max(0, body.lastIndexOf('\n'));
    const text = this.#ended ? body : withoutPartOfFence(body, mark);
    codeChanged(code, text.replace(/\n$/, ''));
    colour(node, !this.#ended);
    return true;
  }

  /** The library did not come: the text can still be read. */
  #renderPlain() {
    this.element.textContent = this.source;
  }

  /** @param {import('./markdown.js').Token[]} tokens */
  #draw(tokens) {
    const before = this.#drawn;
    this.#drawn = tokens.map((token, index) => {
      const old = before[index];
      if (old?.raw === token.raw) return old;
      const node = nodeOf(token);
      if (old?.node && node && patched(old.node, node)) return this.#dressed({ raw: token.raw, node: old.node });
      this.#place(node, old?.node ?? null, before.slice(index + 1));
      return this.#dressed({ raw: token.raw, node });
    });
    this.#drawn.forEach(({ node }, index) => node && colour(node, !this.#ended && index === this.#drawn.length - 1));
    for (const { node } of before.slice(tokens.length)) node?.remove();
  }

  /** @param {Drawn} drawn */
  #dressed(drawn) {
    if (drawn.node) {
      dressCode(drawn.node);
      setMath(drawn.node, this.grown);
    }
    return drawn;
  }

  /** @param {Element | null} node @param {Element | null} instead @param {Drawn[]} after */
  #place(node, instead, after) {
    if (instead && node) instead.replaceWith(node);
    else if (instead) instead.remove();
    else if (node) this.element.insertBefore(node, after.find((next) => next.node)?.node ?? null);
  }

  /** A block is final when the line that begins the next one is complete: no further letter can join the two. */
  #settle(/** @type {import('./markdown.js').Token[]} */ tokens) {
    const rest = this.source.slice(this.#openFrom);
    let at = 0;
    const starts = tokens.map(({ raw }) => (at += raw.length) - raw.length);
    const last = tokens.findLastIndex((token, index) => token.type !== 'space' && rest.indexOf('\n', starts[index]) >= 0);
    if (last < 1 || !rest.startsWith(tokens.slice(0, last).map(({ raw }) => raw).join(''))) return;
    this.#openFrom += starts[last];
    this.#codeRead = 0;
    this.#drawn = this.#drawn.slice(last);
  }
}
