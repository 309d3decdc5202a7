/** What is wrong right now, above the composer: no connection, a failed load. One at a time, gone when it is over. */

import { byId, element } from './dom.js';
import { text } from './i18n.js';

const PATIENCE_MS = 1200;
const notice = byId('notice');
/** @type {ReturnType<typeof setInterval> | undefined} */
let clock;
/** Whose notice is shown: each speaker clears only its own. */
let speaker = '';

/**
 * @param {string} who
 * @param {string} key @param {object} [parameters]
 * @param {{key: string, run: () => void}} [way] out, as a button
 */
export function tell(who, key, parameters, way) {
  clearInterval(clock);
  speaker = who;
  const words = element('span');
  text(words, key, parameters);
  notice.replaceChildren(words);
  if (!way) return words;
  const button = element('button', { type: 'button', class: 'button' });
  text(button, way.key);
  button.addEventListener('click', way.run);
  notice.append(button);
  return words;
}

/** @param {string} who */
export function clear(who) {
  if (speaker !== who) return;
  clearInterval(clock);
  speaker = '';
  notice.replaceChildren();
}

/** Tells of a connection that stays away; a short break is nobody's business. @param {import('./socket.js').ChatSocket} socket */
export function watch(socket) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;
  const update = () => {
    if (socket.state === 'open' || socket.state === 'closed') {
      clearTimeout(patience);
      patience = undefined;
      clear('connection');
    } else if (speaker === 'connection') tellOf(socket);
    else patience ??= setTimeout(() => tellOf(socket), PATIENCE_MS);
  };
  socket.addEventListener('state', update);
  update();
}

/** @param {import('./socket.js').ChatSocket} socket */
function tellOf(socket) {
  if (socket.state !== 'waiting') {
    if (socket.state === 'connecting') tell('connection', 'disconnected');
    return;
  }
  const seconds = () => ({ seconds: Math.max(0, Math.ceil((socket.nextAttempt - Date.now()) / 1000)) });
  const words = tell('connection', 'disconnectedWait', seconds(), { key: 'retryNow', run: socket.connect });
  words.setAttribute('aria-live', 'off'); // the countdown is for the eye
  clock = setInterval(() => text(words, 'disconnectedWait', seconds()), 1000);
}
