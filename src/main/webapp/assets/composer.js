/** Where the question is written, with what is attached, effort and length. */

import { kindOf, withAttachments } from './attachments.js';
import { byId, element, icon, iconButton } from './dom.js';
import { text, translate } from './i18n.js';
import { keep, kept, prefer, preference } from './preferences.js';
import { TokenCount } from './tokencount.js';

const TALLEST_PX = 220;
const LONG_PASTE = 1500;
const CUSTOM = 'custom';
const MEANINGS = ['lengthService', 'lengthSummary', 'lengthCreative'];
const DEFAULT_EFFORT = 'medium';

/** @typedef {import('./attachments.js').Attachment} Attachment */

/** Events: `ask` (detail: {text, options, askedAt}), `stop`, `up`: the key in an empty field. */
export class Composer extends EventTarget {
  #form = byId('composer');
  #field = /** @type {HTMLTextAreaElement} */ (byId('question'));
  #length = /** @type {HTMLSelectElement} */ (byId('length'));
  #custom = /** @type {HTMLInputElement} */ (byId('custom-length'));
  /** @type {Attachment[]} */
  #attachments = [];
  #ready = false;
  #running = false;
  #chat = 'new';
  #count = new TokenCount();

  constructor() {
    super();
    this.#field.addEventListener('input', () => this.#written());
    this.#field.addEventListener('keydown', (event) => this.#onKey(event));
    this.#field.addEventListener('paste', (event) => this.#onPaste(event));
    this.#form.addEventListener('submit', (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#submit(performance.now());
    });
    this.#form.addEventListener('change', () => {
      prefer('effort', this.#effort());
      prefer('length', this.#length.value);
      if (this.#custom.value) prefer('customLength', this.#custom.value);
      this.#refresh();
    });
    byId('stop').addEventListener('click', () => this.dispatchEvent(new Event('stop')));
  }

  /** @param {import('./api.js').Settings} settings what the server offers; asking is possible from now on */
  offer({ reasoning_efforts: efforts, max_tokens: { presets, limit }, max_model_len }) {
    const chosen = [preference('effort'), DEFAULT_EFFORT].find((effort) => effort && efforts.includes(effort)) ?? efforts[0];
    for (const old of byId('efforts').querySelectorAll('.segment')) old.remove();
    byId('efforts').append(...efforts.map((effort) => effortView(effort, effort === chosen)));
    const wanted = preference('length');
    const length = wanted === CUSTOM ? CUSTOM : (presets.find((tokens) => String(tokens) === wanted) ?? presets[Math.min(1, presets.length - 1)]);
    const custom = element('option', { value: CUSTOM });
    text(custom, 'lengthCustom');
    this.#length.replaceChildren(...presets.map((tokens, index) => lengthView(tokens, index, presets.length)), custom);
    this.#length.value = String(length);
    this.#custom.max = String(limit);
    this.#custom.value = preference('customLength') ?? String(limit);
    this.#count.limit = max_model_len;
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

  /** Shows what was begun in this chat. @param {string | null} id @param {() => string} instructions of the chat */
  show(id, instructions) {
    const chat = id ?? 'new';
    this.#count.of(id, instructions);
    if (chat === this.#chat && this.#field.value) return this.#refresh();
    this.#chat = chat;
    const draft = kept(`draft.${chat}`);
    this.#field.value = draft?.words ?? '';
    this.#attachments = draft?.attachments ?? [];
    this.#refresh();
  }

  /** @param {string} draft */
  set draft(draft) {
    this.#field.value = draft;
    this.#written();
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

  get options() {
    const { value } = this.#length;
    const most = Number(this.#custom.max);
    const custom = Math.round(Number(this.#custom.value)) || most;
    return { reasoning_effort: this.#effort(), max_tokens: value === CUSTOM ? Math.min(Math.max(custom, 1), most) : Number(value) };
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === 'ArrowUp' && !this.#field.value && !this.#running) this.dispatchEvent(new Event('up'));
    // 229 is what WebKit reports for the Enter that ends a composition after `isComposing` is false again.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit(event.timeStamp);
  }

  /** Long text would bury the question. @param {ClipboardEvent} event */
  #onPaste(event) {
    const body = event.clipboardData?.getData('text/plain') ?? '';
    if (body.length < LONG_PASTE) return;
    event.preventDefault();
    const number = this.#attachments.length + 1;
    this.#attachments.push({ name: translate(`pasted_${kindOf(body)}`, { number }), body: body.trim() });
    this.#written();
  }

  #written() {
    const { value } = this.#field;
    keep(`draft.${this.#chat}`, value || this.#attachments.length ? { words: value, attachments: this.#attachments } : null);
    this.#refresh();
  }

  get #question() {
    return withAttachments(this.#field.value.trim(), this.#attachments);
  }

  /** @param {number} askedAt */
  #submit(askedAt) {
    const question = this.#question;
    if (!question || !this.#ready || this.#running) return;
    this.#field.value = '';
    this.#attachments = [];
    this.#written();
    this.#ask(question, askedAt);
  }

  /** @param {string} question @param {number} askedAt */
  #ask(question, askedAt) {
    this.dispatchEvent(new CustomEvent('ask', { detail: { text: question, options: this.options, askedAt } }));
  }

  #effort() {
    return String(new FormData(this.#form).get('reasoning_effort'));
  }

  #refresh() {
    const question = this.#question;
    byId('send').disabled = !this.#ready || this.#running || !question;
    byId('custom').hidden = this.#length.value !== CUSTOM;
    byId('attachments').replaceChildren(...this.#attachments.map((attachment) => this.#chip(attachment)));
    this.#field.style.height = 'auto';
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, TALLEST_PX)}px`;
    if (this.#ready) this.#count.show(question, this.options.max_tokens);
  }

  /** @param {Attachment} attachment */
  #chip(attachment) {
    const size = element('span', { class: 'chip-size' });
    text(size, 'characters', { count: attachment.body.length });
    const remove = iconButton('close', 'removeAttachment', { name: attachment.name }, () => {
      this.#attachments = this.#attachments.filter((other) => other !== attachment);
      this.#written();
      this.focus();
    });
    return element('li', { class: 'chip' }, icon('file'), element('span', { class: 'chip-name' }, attachment.name), size, remove);
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
