/** The view of one question: its text, what was attached, and what can be done with it. */

import { splitAttachments } from './attachments.js';
import { branchSwitch } from './branches.js';
import { copyButton } from './copy.js';
import { element, icon, iconButton } from './dom.js';
import { label, text } from './i18n.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {{element: HTMLElement, place: (siblings: Message[], message: Message, last: boolean) => void}} View */

export class QuestionView {
  #bar = element('div', { class: 'question-bar' });
  #bubble = element('div', { class: 'bubble' });

  /** @param {string} content @param {import('./session.js').Deeds | null} deeds */
  constructor(content, deeds) {
    this.content = content;
    this.deeds = deeds;
    const name = element('h2', { class: 'visually-hidden' });
    text(name, 'you');
    this.#show();
    this.element = element('div', { class: 'question' }, name, this.#bubble, this.#bar);
  }

  /** Where it stands in the chat, once the server knows it. @param {Message[]} siblings @param {Message} message */
  place(siblings, message) {
    const { deeds } = this;
    if (!deeds) return;
    const edit = iconButton('rename', 'editQuestion', {}, () => this.#edit(message));
    this.#bar.replaceChildren(...branchSwitch(siblings, message, deeds.show), copyButton('copyQuestion', () => this.content), edit);
  }

  #show() {
    const { words, attachments } = splitAttachments(this.content);
    const parts = attachments.map(({ name, body }) =>
      element('details', { class: 'attached' }, element('summary', {}, icon('file'), element('span', {}, name)), element('pre', { tabindex: '0' }, body)),
    );
    this.#bubble.replaceChildren(...parts, words);
  }

  /** @param {Message} message */
  #edit(message) {
    const field = element('textarea', { class: 'edit-field', rows: '3' });
    label(field, 'editQuestion');
    field.value = this.content;
    const form = element('form', { class: 'edit-form' }, field);
    const done = () => {
      form.replaceWith(this.#bubble);
      this.#bar.hidden = false;
    };
    const send = () => {
      done();
      const wanted = field.value.trim();
      if (wanted && wanted !== this.content) this.deeds?.askInstead(message, wanted);
    };
    form.append(buttons(done));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      send();
    });
    field.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key === 'Escape') {
        event.stopPropagation();
        done();
      } else if (event.key === 'Enter' && !event.shiftKey) {
        event.preventDefault();
        send();
      }
    });
    this.#bar.hidden = true;
    this.#bubble.replaceWith(form);
    field.focus();
  }
}

/** @param {() => void} cancelled */
function buttons(cancelled) {
  const cancel = element('button', { type: 'button', class: 'button' });
  const send = element('button', { type: 'submit', class: 'button primary' });
  text(cancel, 'cancel');
  text(send, 'askAgain');
  cancel.addEventListener('click', cancelled);
  return element('div', { class: 'dialog-actions' }, cancel, send);
}
