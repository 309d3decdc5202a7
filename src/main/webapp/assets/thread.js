/** The exchanges of one chat, as nodes. It knows no server. */

import { AnswerView } from './answer.js';
import { element } from './dom.js';
import { text } from './i18n.js';

export class Thread {
  element = element('div', { class: 'thread' });
  /** @type {AnswerView | null} */
  #last = null;

  /** @param {() => void} grown called after the thread got taller */
  constructor(grown) {
    this.grown = grown;
  }

  get empty() {
    return this.element.childElementCount === 0;
  }

  /** @param {string} question @param {number} askedAt @returns {AnswerView} the view of its answer, still empty */
  ask(question, askedAt) {
    this.#last?.settle();
    const answer = new AnswerView(this.grown, askedAt);
    this.#last = answer;
    this.element.append(questionView(question), answer.element);
    return answer;
  }

  /** Takes back an exchange that never reached the server's store. */
  dropLast() {
    this.element.lastElementChild?.remove();
    this.element.lastElementChild?.remove();
    this.#last = null;
  }

  /** @param {import('./api.js').Message[]} messages all of the chat */
  show(messages) {
    const views = messages.map((message) =>
      message.role === 'user' ? questionView(message.content) : AnswerView.stored(message, this.grown).element,
    );
    this.element.replaceChildren(...views);
    this.#last = null;
  }
}

/** @param {string} question */
function questionView(question) {
  const name = element('h2', { class: 'visually-hidden' });
  text(name, 'you');
  return element('div', { class: 'question' }, name, element('div', { class: 'bubble' }, question));
}
