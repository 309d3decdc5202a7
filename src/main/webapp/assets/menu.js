/** A menu under a button: arrow keys, Escape, a click outside; the focus comes back to the button. */

import { element, icon } from './dom.js';
import { text } from './i18n.js';

/** @typedef {{icon: string, key: string, run: () => void, danger?: boolean}} Item */

/** @type {HTMLElement | null} */
let open = null;

/** @param {HTMLElement} button @param {Item[]} items */
export function openMenu(button, items) {
  if (open) open.hidePopover();
  const menu = element('div', { class: 'menu', role: 'menu', popover: 'auto' });
  const buttons = items.map((item) => {
    const words = element('span');
    text(words, item.key);
    const entry = element('button', { type: 'button', role: 'menuitem', class: item.danger ? 'menu-item danger' : 'menu-item', tabindex: '-1' }, icon(item.icon), words);
    entry.addEventListener('click', () => {
      menu.hidePopover();
      item.run();
    });
    return entry;
  });
  menu.append(...buttons);
  menu.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === 'Tab') menu.hidePopover();
    if (to === undefined) return;
    event.preventDefault();
    buttons[(to + buttons.length) % buttons.length].focus();
  });
  menu.addEventListener('toggle', (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== 'closed') return;
    button.setAttribute('aria-expanded', 'false');
    if (!document.activeElement || document.activeElement === document.body || menu.contains(document.activeElement)) button.focus();
    menu.remove();
    if (open === menu) open = null;
  });
  document.body.append(menu);
  menu.showPopover();
  open = menu;
  place(menu, button);
  button.setAttribute('aria-expanded', 'true');
  buttons[0].focus();
}

/** @param {HTMLElement} menu @param {HTMLElement} button */
function place(menu, button) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  menu.style.top = `${at.bottom + height + 8 > innerHeight ? Math.max(8, at.top - height - 4) : at.bottom + 4}px`;
}
