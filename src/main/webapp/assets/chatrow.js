/** One chat of the list: open it, rename it in place, all else in its menu. */

import { chatMenu } from './chatmenu.js';
import { element, iconButton } from './dom.js';
import { label } from './i18n.js';

/** @typedef {import('./api.js').Summary} Summary */
/** @typedef {{rename: (row: ChatRow, title: string) => void, changed: (row: ChatRow, summary: Summary) => void, remove: (row: ChatRow) => void}} Actions */

const LONGEST_TITLE = 80;

export class ChatRow {
  element = element('li', { class: 'chat-row' });
  link = element('a', { class: 'chat-link', draggable: 'false' });
  #passage = element('p', { class: 'passage' });
  #menuButton = iconButton('more', 'chatMenu', { title: '' }, () => this.openMenu(this.#menuButton));
  /** @type {Actions} */
  #actions;
  /** @type {Summary} */
  #summary;

  /** @param {Summary} summary @param {Actions} actions */
  constructor(summary, actions) {
    this.#actions = actions;
    this.#summary = this.summary = summary;
    this.#menuButton.setAttribute('aria-haspopup', 'menu');
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
    label(this.#menuButton, 'chatMenu', { title });
    const { passage } = /** @type {import('./api.js').Found} */ (summary);
    if (passage) this.#passage.replaceChildren(passage.before, element('mark', {}, passage.match), passage.after);
  }

  /** @param {HTMLElement} button it hangs from */
  openMenu(button) {
    const { changed, remove } = this.#actions;
    chatMenu(button, this.#summary, {
      rename: () => this.#edit(),
      changed: (summary) => changed(this, summary),
      remove: () => remove(this),
    });
  }

  /** @param {boolean} current */
  set current(current) {
    if (current) this.link.setAttribute('aria-current', 'page');
    else this.link.removeAttribute('aria-current');
  }

  #showLink() {
    this.element.replaceChildren(this.link, this.#menuButton);
    if (this.#passage.hasChildNodes()) this.element.append(this.#passage);
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
      if (refocus) this.#menuButton.focus();
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
