/** One WebSocket to the server that comes back by itself. It carries one answer at a time. */

import { checkSignedIn } from './signed-in.js';

/** @typedef {'connecting' | 'open' | 'waiting' | 'closed'} SocketState waiting = until the next attempt */
/** @typedef {{type: string, seq?: number, [field: string]: any}} Frame */

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** Events: `state` after every change of state, `frame` (detail: Frame) for each frame from the server. */
export class ChatSocket extends EventTarget {
  /** @type {SocketState} */
  state = 'closed';
  /** When the next attempt will be made, in ms since the epoch; meaningful while waiting. */
  nextAttempt = 0;
  /** @type {WebSocket | null} */
  #socket = null;
  #failures = 0;
  /** @type {number | undefined} */
  #timer;

  constructor() {
    super();
    this.connect();
  }

  /** Connects now; also cuts a pause short. Does nothing on an open or opening connection. */
  connect = () => {
    if (this.state === 'open' || this.state === 'connecting') return;
    clearTimeout(this.#timer);
    addEventListener('online', this.connect);
    const url = new URL('ws/chat', document.baseURI);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.hash = '';
    const socket = new WebSocket(url);
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#received(event.data);
    socket.onclose = () => this.#lost();
    this.#socket = socket;
    this.#enter('connecting');
  };

  /** @param {object} frame @returns {boolean} false when there is no connection: nothing was sent */
  send(frame) {
    if (this.state !== 'open') return false;
    this.#socket?.send(JSON.stringify(frame));
    return true;
  }

  /** Closes for good. A generation that runs on this connection is cancelled by the server. */
  close() {
    clearTimeout(this.#timer);
    removeEventListener('online', this.connect);
    if (this.#socket) this.#socket.onclose = this.#socket.onmessage = null;
    this.#socket?.close();
    this.#enter('closed');
  }

  #opened() {
    this.#failures = 0;
    this.#enter('open');
  }

  #lost() {
    checkSignedIn();
    // Half of the pause is random, so that a restarted server is not met by all its pages at once.
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures++, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2);
    this.nextAttempt = Date.now() + pause;
    this.#timer = setTimeout(this.connect, pause);
    this.#enter('waiting');
  }

  /** @param {string} data */
  #received(data) {
    this.dispatchEvent(new CustomEvent('frame', { detail: JSON.parse(data) }));
  }

  /** @param {SocketState} state */
  #enter(state) {
    this.state = state;
    this.dispatchEvent(new Event('state'));
  }
}
