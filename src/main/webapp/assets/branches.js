/** ‹ 2 / 3 ›: the other questions or answers that stand in one place. */

import { element, iconButton } from './dom.js';
import { text } from './i18n.js';

/** @typedef {import('./api.js').Message} Message */

/** @param {Message[]} siblings @param {Message} message @param {(message: Message) => void} show @returns {HTMLElement[]} none if it stands alone */
export function branchSwitch(siblings, message, show) {
  if (siblings.length < 2) return [];
  const at = siblings.findIndex(({ id }) => id === message.id);
  const count = element('span', { class: 'branch-count' });
  text(count, 'branchCount', { at: at + 1, count: siblings.length });
  const step = (/** @type {string} */ symbol, /** @type {string} */ key, /** @type {Message | undefined} */ target) => {
    const button = iconButton(symbol, key, {}, () => target && show(target));
    button.disabled = !target;
    return button;
  };
  return [element('div', { class: 'branches' }, step('left', 'branchBefore', siblings[at - 1]), count, step('chevron', 'branchAfter', siblings[at + 1]))];
}
