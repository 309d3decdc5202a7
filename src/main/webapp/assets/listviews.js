/** Parts of the list of chats, as nodes. */

import { element } from './dom.js';
import { text } from './i18n.js';

/** @param {string} name @param {import('./chatrow.js').ChatRow[]} rows */
export function groupView(name, rows) {
  const heading = element('h2', { class: 'group' });
  text(heading, name);
  return [heading, element('ul', {}, ...rows.map((row) => row.element))];
}

/** @param {string} key */
export function emptyView(key) {
  const words = element('p', { class: 'no-chats' });
  text(words, key);
  return words;
}
