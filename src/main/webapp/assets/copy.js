/** To the clipboard, also where the page comes without TLS and browsers hide their newer way. */

import { announce } from './announcer.js';
import { iconButton } from './dom.js';
import { label, translate } from './i18n.js';

const SHOWN_MS = 1500;

/** @param {string} text @returns {Promise<boolean>} whether it is in the clipboard */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text); // no permission, or no secure context
  }
}

/** @param {string} key of the button's name @param {() => string} textOf what is copied */
export function copyButton(key, textOf) {
  const button = iconButton('copy', key, {}, async () => {
    const done = await copy(textOf());
    const said = done ? 'copied' : 'copyFailed';
    announce(translate(said));
    label(button, said);
    button.dataset.done = String(done);
    setTimeout(() => {
      label(button, key);
      delete button.dataset.done;
    }, SHOWN_MS);
  });
  return button;
}

/** @param {string} text */
function copyBySelection(text) {
  const field = document.createElement('textarea');
  field.className = 'visually-hidden';
  field.value = text;
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  (document.querySelector('dialog[open]') ?? document.body).append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  focused?.focus();
  return done;
}
