/** What the model thought before it answered: folded, with its duration. */

import { element, icon } from './dom.js';
import { text } from './i18n.js';

export class ReasoningView {
  #summary = element('span');
  #body = element('div', { class: 'reasoning-text', tabindex: '0' });
  #text = document.createTextNode('');
  #began = 0;
  #ended = false;

  constructor() {
    this.#body.append(this.#text);
    this.element = element('details', { class: 'reasoning' }, element('summary', {}, icon('chevron'), this.#summary), this.#body);
    this.element.hidden = true;
    text(this.#summary, 'thinking');
  }

  get empty() {
    return this.#text.length === 0;
  }

  /** @param {string} more */
  append(more) {
    if (this.empty) this.#began = performance.now();
    this.element.hidden = false;
    this.#text.appendData(more);
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
