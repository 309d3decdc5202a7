/** What the model thought before it answered: folded, with its duration. */

import { element, icon } from './dom.js';
import { text } from './i18n.js';
import { prefer, preference } from './preferences.js';

export class ReasoningView {
  #summary = element('span');
  #body = element('div', { class: 'reasoning-text', tabindex: '0' });
  #text = document.createTextNode('');
  #began = 0;
  #ended = false;
  #stored;

  /** @param {boolean} stored whether the answer is read from the store, and not being written */
  constructor(stored) {
    this.#stored = stored;
    this.#body.append(this.#text);
    this.element = element('details', { class: 'reasoning' }, element('summary', {}, icon('chevron'), this.#summary), this.#body);
    this.element.hidden = true;
    text(this.#summary, 'thinking');
    // Who opens it while it is written wants to read along the next time, too.
    this.element.querySelector('summary')?.addEventListener('click', () => {
      if (!this.#ended) prefer('reasoning', this.element.open ? 'folded' : 'open');
    });
  }

  get empty() {
    return this.#text.length === 0;
  }

  /** @param {string} more */
  append(more) {
    if (this.empty) this.#begin();
    this.#text.appendData(more);
  }

  #begin() {
    this.#began = performance.now();
    this.element.open = preference('reasoning') === 'open' && !this.#stored;
    this.element.hidden = false;
  }

  /** The answer begins, or nothing more comes. The page's own clock tells the duration until the server's figure is there. */
  end() {
    if (this.#ended || this.empty) return;
    this.#ended = true;
    text(this.#summary, 'thoughtFor', { ms: performance.now() - this.#began });
  }

  /** @param {import('./api.js').Timings | undefined} timings the server's; without both stamps the duration stays untold */
  tell(timings) {
    const { first_reasoning_ms: from, first_answer_ms: to } = timings ?? {};
    if (from !== undefined && to !== undefined) text(this.#summary, 'thoughtFor', { ms: Math.max(0, to - from) });
    else if (!this.#ended) text(this.#summary, 'thought');
    this.#ended = true;
  }
}
