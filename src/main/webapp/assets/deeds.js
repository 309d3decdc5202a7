/** What a reader can do within a thread, and what is sent for it. */

import { rateAnswer } from './api.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./session.js').Session} Session */
/** Where something is asked: behind the branch, instead of a question, an answer again, or on with it.
 * @typedef {{parent?: string, again?: string, onward?: string}} Place */
/** @typedef {{kept: () => boolean, show: (message: Message) => void, askInstead: (question: Message, text: string) => void, answerAgain: (answer: Message) => void,
 *   goOn: (answer: Message) => void, rate: import('./rating.js').Rate}} Deeds */

/** @param {Session} session @param {(message: Message) => void} show @returns {Deeds} */
export function readerDeeds(session, show) {
  const ask = (/** @type {string} */ text, /** @type {Place} */ place) => {
    if (!session.running) session.dispatchEvent(new CustomEvent('ask', { detail: { text, place } }));
  };
  return {
    kept: () => !session.temporary,
    show,
    askInstead: (question, text) => ask(text, { parent: question.parent ?? 'root' }),
    answerAgain: (answer) => ask(session.tree.get(answer.parent ?? '')?.content ?? '', { again: answer.parent }),
    goOn: (answer) => ask('', { onward: answer.id }),
    rate: async (answer, rating) => {
      if (!session.id || session.temporary) return false;
      return rateAnswer(session.id, answer.id, rating).then(
        () => true,
        () => false,
      );
    },
  };
}

/** @param {Session} session @param {{text: string, options: object, place: Place}} exchange */
export function askFrame({ id, temporary, instructions, tree }, { text, options, place }) {
  const start = instructions ? { instructions } : {};
  if (temporary) return { type: 'ask', text, ...options, ...start, messages: history(tree, place) };
  const words = place.again || place.onward ? {} : { text };
  return { type: 'ask', ...words, ...options, ...(id ? { conversation: id, ...place } : start) };
}

/** What a temporary chat tells along, because nobody else knows it. @param {import('./tree.js').Tree} tree @param {Place} place */
function history(tree, place) {
  const branch = tree.branch();
  if (place.again) branch.pop();
  return branch.filter(({ content }) => content.trim()).map(({ role, content }) => ({ role, content }));
}
