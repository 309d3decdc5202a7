/** Where the question is written, with effort and length. */

import { byId, element } from './dom.js';
import { text } from './i18n.js';
import { prefer, preference } from './preferences.js';

const TALLEST_PX = 220;
const MEANINGS = ['lengthService', 'lengthSummary', 'lengthCreative'];
const DEFAULT_EFFORT = 'medium';

/** Events: `ask` (detail: {text, options, askedAt}), `stop`. */
export class Composer extends EventTarget {
  #form = byId('composer');
  #field = /** @type {HTMLTextAreaElement} */ (byId('question'));
  #length = /** @type {HTMLSelectElement} */ (byId('length'));
  #ready = false;
  #running = false;

  constructor() {
    super();
    this.#field.addEventListener('input', () => this.#refresh());
    this.#field.addEventListener('keydown', (event) => this.#onKey(event));
    this.#form.addEventListener('submit', (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#submit(performance.now());
    });
    this.#form.addEventListener('change', () => {
      prefer('effort', this.#effort());
      prefer('length', this.#length.value);
    });
    byId('stop').addEventListener('click', () => this.dispatchEvent(new Event('stop')));
  }

  /** @param {import('./api.js').Settings} settings what the server offers; asking is possible from now on */
  offer({ reasoning_efforts: efforts, max_tokens: { presets } }) {
    const chosen = [preference('effort'), DEFAULT_EFFORT].find((effort) => effort && efforts.includes(effort)) ?? efforts[0];
    for (const old of byId('efforts').querySelectorAll('.segment')) old.remove();
    byId('efforts').append(...efforts.map((effort) => effortView(effort, effort === chosen)));
    const length = presets.find((tokens) => String(tokens) === preference('length')) ?? presets[Math.min(1, presets.length - 1)];
    this.#length.replaceChildren(...presets.map((tokens, index) => lengthView(tokens, index, presets.length)));
    this.#length.value = String(length);
    this.#ready = true;
    this.#refresh();
  }

  /** @param {boolean} running whether the chat shown is being answered */
  set running(running) {
    const hadFocus = document.activeElement === byId('stop');
    this.#running = running;
    byId('send').hidden = running;
    byId('stop').hidden = !running;
    if (hadFocus && !running) this.focus();
    this.#refresh();
  }

  /** @param {string} draft */
  set draft(draft) {
    this.#field.value = draft;
    this.#refresh();
    this.focus();
  }

  /** Not on touch screens, where it would open the keyboard over what is to be read. */
  focus() {
    if (matchMedia('(pointer: fine)').matches) this.#field.focus({ preventScroll: true });
  }

  /** Asks as if the text had been typed and sent. @param {string} question */
  askFor(question) {
    if (this.#ready && !this.#running) this.#ask(question, performance.now());
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    // 229 is what WebKit reports for the Enter that ends a composition after `isComposing` is false again.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit(event.timeStamp);
  }

  /** @param {number} askedAt */
  #submit(askedAt) {
    const question = this.#field.value.trim();
    if (!question || !this.#ready || this.#running) return;
    this.#field.value = '';
    this.#refresh();
    this.#ask(question, askedAt);
  }

  /** @param {string} question @param {number} askedAt */
  #ask(question, askedAt) {
    const options = { reasoning_effort: this.#effort(), max_tokens: Number(this.#length.value) };
    this.dispatchEvent(new CustomEvent('ask', { detail: { text: question, options, askedAt } }));
  }

  #effort() {
    return String(new FormData(this.#form).get('reasoning_effort'));
  }

  #refresh() {
    byId('send').disabled = !this.#ready || this.#running || !this.#field.value.trim();
    this.#field.style.height = 'auto';
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, TALLEST_PX)}px`;
  }
}

/** @param {string} effort @param {boolean} checked */
function effortView(effort, checked) {
  const input = element('input', { type: 'radio', name: 'reasoning_effort', value: effort });
  input.checked = checked;
  input.defaultChecked = checked;
  const name = element('span');
  text(name, `effort_${effort}`);
  return element('label', { class: 'segment' }, input, name);
}

/** @param {number} tokens @param {number} index @param {number} count */
function lengthView(tokens, index, count) {
  const option = element('option', { value: String(tokens) });
  text(option, count === MEANINGS.length ? MEANINGS[index] : 'lengthOther', { tokens });
  return option;
}
