/** How much of the model's context a question would take, counted by the server's own tokenizer. */

import { countTokens } from './api.js';
import { byId } from './dom.js';
import { text } from './i18n.js';

const PAUSE_MS = 350;
/** Shorter questions always fit, unless what goes before is long. */
const WORTH_COUNTING = 120;

export class TokenCount {
  limit = 0;
  /** @type {string | null} */
  #conversation = null;
  #instructions = () => '';
  #host = byId('token-count');
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #asked = 0;

  /** @param {string | null} conversation @param {() => string} instructions */
  of(conversation, instructions) {
    this.#conversation = conversation;
    this.#instructions = instructions;
  }

  /** @param {string} question @param {number} answer tokens that its answer may have */
  show(question, answer) {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    this.#host.hidden = question.length < WORTH_COUNTING;
    if (this.#host.hidden) return;
    this.#timer = setTimeout(async () => {
      const where = this.#conversation ? { conversation: this.#conversation } : { instructions: this.#instructions() };
      const count = await countTokens({ text: question, ...where, max_tokens: answer }).catch(() => null); // then it is not told
      if (asked !== this.#asked || !count) return;
      const tooLong = count.prompt_tokens + 1 > count.limit;
      this.#host.dataset.state = tooLong ? 'full' : count.prompt_tokens + answer > count.limit ? 'tight' : 'fits';
      text(this.#host, tooLong ? 'tokensTooMany' : 'tokensOf', { count: count.prompt_tokens, limit: count.limit });
    }, PAUSE_MS);
  }
}
