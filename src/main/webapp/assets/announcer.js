/** Speaks to screen readers in portions that can be followed: whole sentences, not more often than every few seconds. */

import { byId, element } from './dom.js';
import { translate } from './i18n.js';

const PAUSE_MS = 2500;
const KEPT = 12;
const SENTENCES = /^[^]*[.!?:。!?:;\n](?=\s|$|[^\x00-\x7f])/;

let pending = '';
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} words said once the reader's software has finished what it says now */
export function announce(words) {
  const region = byId('announcer');
  region.append(element('p', {}, words));
  while (region.childElementCount > KEPT) region.firstElementChild?.remove();
}

export function announceStart() {
  pending = '';
  announce(translate('answerStarted'));
}

/** @param {string} text continues the answer */
export function announceAnswer(text) {
  pending += text;
  timer ??= setTimeout(sayFinished, PAUSE_MS);
}

/** @param {string} key of the sentence that tells how the answer ended */
export function announceEnd(key) {
  clearTimeout(timer);
  timer = undefined;
  if (pending.trim()) announce(pending.trim());
  pending = '';
  announce(translate(key));
}

/** Says the sentences that are complete and keeps the rest for the next time. */
function sayFinished() {
  timer = undefined;
  const sentences = SENTENCES.exec(pending)?.[0] ?? '';
  pending = pending.slice(sentences.length);
  if (sentences.trim()) announce(sentences.trim());
  if (pending) timer = setTimeout(sayFinished, PAUSE_MS);
}
