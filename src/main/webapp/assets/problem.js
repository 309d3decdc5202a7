/** Failures in the reader's words: what happened, what to do. */

import { element, icon } from './dom.js';
import { text } from './i18n.js';

/** @typedef {{key: string, message?: string, retry: boolean}} Problem message = the server's own words */

/** Codes of the server's error frames and the kind of trouble each of them is. */
const KINDS = new Map(
  Object.entries({
    problemBusy: ['busy', 'server_overloaded'],
    problemChatBusy: ['conversation_busy'],
    problemTooLong: ['context_length_exceeded'],
    problemNotReady: ['not_ready'],
    problemStopping: ['server_stopping'],
    problemInterrupted: ['interrupted', 'cancelled'],
    problemGone: ['conversation_not_found', 'message_not_found', 'not_found'],
  }).flatMap(([key, codes]) => codes.map((code) => [code, key])),
);

/** @param {{message?: string, code?: string | null}} error of a frame @returns {Problem} */
export function problemOf({ message, code }) {
  const key = KINDS.get(code ?? '') ?? 'problemOther';
  return { key, message, retry: key !== 'problemTooLong' && key !== 'problemGone' };
}

/** @type {Problem} */
export const LOST = { key: 'problemLost', retry: true };
/** @type {Problem} */
export const NOT_SENT = { key: 'problemNotSent', retry: true };

/**
 * @param {Problem} problem
 * @param {{key: string, run: () => void}[]} ways out, as buttons
 */
export function problemBox(problem, ways) {
  const what = element('p', { class: 'problem-what' });
  text(what, problem.key);
  const words = element('div', { class: 'problem-words' }, what);
  if (problem.message) {
    const detail = element('p', { class: 'problem-detail' });
    text(detail, 'serverSays', { message: problem.message });
    words.append(detail);
  }
  const actions = element('div', { class: 'problem-actions' });
  for (const { key, run } of ways) {
    const button = element('button', { type: 'button', class: 'button' });
    text(button, key);
    button.addEventListener('click', run);
    actions.append(button);
  }
  if (ways.length) words.append(actions);
  return element('div', { class: 'problem', role: 'alert' }, icon('warning'), words);
}
