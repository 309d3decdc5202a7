/** The page's dialogs: keyboard shortcuts, and what holds for all answers of a chat. */

import { byId, element } from './dom.js';
import { text } from './i18n.js';

/** Keys as people know them from their keyboard, and what they do. */
const SHORTCUTS = [
  [['Enter'], 'keySend'],
  [['Shift', 'Enter'], 'keyLine'],
  [['Esc'], 'keyStop'],
  [['↑'], 'keyEdit'],
  [['Ctrl', 'K'], 'keySearch'],
  [['Ctrl', 'Shift', 'O'], 'keyNew'],
  [['Ctrl', 'Shift', 'C'], 'keyCopy'],
  [['Shift', 'Esc'], 'keyField'],
  [['Ctrl', '/'], 'keySheet'],
];

for (const dialog of document.querySelectorAll('dialog')) {
  dialog.querySelector('.dialog-close')?.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
}

export function showShortcuts() {
  const rows = SHORTCUTS.map(([keys, key]) => {
    const what = element('dd');
    text(what, /** @type {string} */ (key));
    return [element('dt', {}, ...[.../** @type {string[]} */ (keys)].flatMap((name, index) => (index ? [' + ', element('kbd', {}, name)] : [element('kbd', {}, name)]))), what];
  });
  byId('shortcuts-list').replaceChildren(...rows.flat());
  byId('shortcuts').showModal();
}

/** @param {string} instructions as they are @param {(instructions: string) => Promise<void>} save */
export function showInstructions(instructions, save) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('instructions'));
  const field = /** @type {HTMLTextAreaElement} */ (byId('instructions-text'));
  const failed = byId('instructions-failed');
  field.value = instructions;
  failed.hidden = true;
  byId('instructions-form').onsubmit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      await save(field.value.trim());
      dialog.close();
    } catch {
      failed.hidden = false;
    }
  };
  dialog.showModal();
}
