/** One chat of the list: open, rename in place, delete. */

import { element, iconButton } from './dom.js';
import { label } from './i18n.js';

/** @typedef {import('./api.js').Summary} Summary */
/** @typedef {{rename: (row: ChatRow, title: string) => void, remove: (row: ChatRow) => void}} Actions */

const LONGEST_TITLE = 200;

export class ChatRow {
  element = element('li', { class: 'chat-row' });
  link = element('a', { class: 'chat-link', draggable: 'false' });
  #renameButton = iconButton('rename', 'rename', { title: '' }, () => this.#edit());
  #deleteButton = iconButton('delete', 'deleteChat', { title: '' }, () => this.#actions.remove(this));
  /** @type {Actions} */
  #actions;
  /** @type {Summary} */
  #summary;

  /** @param {Summary} summary @param {Actions} actions */
  constructor(summary, actions) {
    this.#actions = actions;
    this.#summary = this.summary = summary;
    this.#showLink();
  }

  get summary() {
    return this.#summary;
  }

  set summary(summary) {
    this.#summary = summary;
    const { id, title } = summary;
    this.link.href = `#/c/${id}`;
    this.link.textContent = title;
    this.link.title = title;
    label(this.#renameButton, 'rename', { title });
    label(this.#deleteButton, 'deleteChat', { title });
  }

  /** @param {boolean} current */
  set current(current) {
    if (current) this.link.setAttribute('aria-current', 'page');
    else this.link.removeAttribute('aria-current');
  }

  #showLink() {
    this.element.replaceChildren(this.link, this.#renameButton, this.#deleteButton);
  }

  #edit() {
    const { title } = this.#summary;
    const field = element('input', { class: 'chat-field', maxlength: String(LONGEST_TITLE), value: title });
    label(field, 'renameField', { title });
    let open = true;
    const close = (/** @type {boolean} */ save, /** @type {boolean} */ refocus) => {
      if (!open) return;
      open = false;
      const wanted = field.value.trim();
      this.#showLink();
      if (refocus) this.#renameButton.focus();
      if (save && wanted && wanted !== title) this.#actions.rename(this, wanted);
    };
    field.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      close(event.key === 'Enter', true);
    });
    field.addEventListener('blur', () => close(true, false));
    this.element.replaceChildren(field);
    field.select();
    field.focus();
  }
}
