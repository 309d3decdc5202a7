/** The exchanges of one chat, as nodes. Views are kept, so that a switch of branches touches only what differs. */

import { AnswerView } from './answer.js';
import { element } from './dom.js';
import { QuestionView } from './question.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./question.js').View} View */

export class Thread {
  element = element('div', { class: 'thread' });
  /** @type {Map<string, View>} */
  #views = new Map();

  /** @param {() => void} grown called after the thread got taller @param {import('./session.js').Deeds | null} deeds what a reader may do; null: only read */
  constructor(grown, deeds) {
    this.grown = grown;
    this.deeds = deeds;
  }

  get empty() {
    return this.element.childElementCount === 0;
  }

  /** @param {string} id @returns {AnswerView | undefined} */
  answer(id) {
    const view = this.#views.get(id);
    return view instanceof AnswerView ? view : undefined;
  }

  /**
   * @param {Message[]} branch
   * @param {import('./tree.js').Tree} tree
   * @param {View[]} [unsent] what the server does not know yet, behind the branch
   */
  show(branch, tree, unsent = []) {
    const views = branch.map((message) => this.#viewOf(message));
    views.forEach((view, index) => view.place(tree.siblings(branch[index]), branch[index], index === branch.length - 1));
    const wanted = [...views, ...unsent].map((view) => view.element);
    wanted.forEach((node, index) => {
      if (this.element.children[index] !== node) this.element.insertBefore(node, this.element.children[index] ?? null);
    });
    while (this.element.childElementCount > wanted.length) this.element.lastElementChild?.remove();
    this.grown();
  }

  /** @param {string} id @param {View} view that shows this message from now on */
  know(id, view) {
    this.#views.set(id, view);
  }

  /** @param {string} id of a message whose view is to be made again */
  forget(id) {
    this.#views.delete(id);
  }

  clear() {
    this.#views.clear();
  }

  /** @param {Message} message */
  #viewOf(message) {
    const known = this.#views.get(message.id);
    if (known) return known;
    const view = message.role === 'user' ? new QuestionView(message.content, this.deeds) : AnswerView.stored(message, this.grown, this.deeds);
    this.#views.set(message.id, view);
    return view;
  }
}
