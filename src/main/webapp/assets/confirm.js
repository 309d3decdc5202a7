/** Asks before something is lost. */

import { byId } from './dom.js';
import { text } from './i18n.js';

const dialog = /** @type {HTMLDialogElement} */ (byId('confirm'));
byId('confirm-no').addEventListener('click', () => dialog.close('no'));
byId('confirm-yes').addEventListener('click', () => dialog.close('yes'));

/**
 * @param {string} question @param {string} explanation i18n keys
 * @param {object} parameters of the explanation
 * @returns {Promise<boolean>} false also for Escape
 */
export function confirmed(question, explanation, parameters) {
  text(byId('confirm-title'), question);
  text(byId('confirm-text'), explanation, parameters);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
