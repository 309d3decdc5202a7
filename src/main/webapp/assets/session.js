/** One chat: its connection, its thread, and the answer that is being written. Goes on in the background when left. */

import { announceAnswer, announceEnd, announceStart } from './announcer.js';
import { readConversation } from './api.js';
import { LOST, NOT_SENT, problemOf } from './problem.js';
import { Thread } from './thread.js';

/** @typedef {import('./socket.js').ChatSocket} ChatSocket */
/** @typedef {{reasoning_effort: string, max_tokens: number}} Options */
/** @typedef {{text: string, options: Options, view: import('./answer.js').AnswerView, accepted: boolean}} Exchange */

const POLL_MS = 1500;

/** Events: `changed` when id, title or running changed; `accepted` when the server stored a question; `edit` (detail: text). */
export class Session extends EventTarget {
  /** @type {string | null} null until the server gave it one */
  id = null;
  title = '';
  /** @type {Exchange | null} */
  #exchange = null;
  /** @type {number | undefined} */
  #poll;

  /** @param {ChatSocket} socket its own until left @param {() => void} grown */
  constructor(socket, grown) {
    super();
    this.socket = socket;
    this.thread = new Thread(grown);
    socket.addEventListener('frame', this.#onFrame);
    socket.addEventListener('state', this.#onState);
  }

  get running() {
    return this.#exchange !== null;
  }

  /** Whether nothing was asked in it yet. */
  get blank() {
    return this.id === null && this.thread.empty;
  }

  /** @param {string} id */
  async load(id) {
    const { title, messages } = await readConversation(id);
    Object.assign(this, { id, title });
    this.thread.show(messages);
    this.#changed();
    // Another page, or this one before it was reloaded, asked: the store knows the answer at most a second late.
    if (messages.at(-1)?.state === 'streaming') this.#poll = setTimeout(() => this.#reload(), POLL_MS);
  }

  /** @param {string} text @param {Options} options @param {number} askedAt performance.now() of the reader's Enter */
  ask(text, options, askedAt) {
    clearTimeout(this.#poll);
    const exchange = { text, options, view: this.thread.ask(text, askedAt), accepted: false };
    this.#exchange = exchange;
    this.#changed();
    if (this.socket.state === 'connecting') return; // sent as soon as the connection is open
    if (!this.#send(exchange)) this.#fail(NOT_SENT);
  }

  stop() {
    this.socket.send({ type: 'stop' });
  }

  /** Lets go of the connection; the caller hands it on or closes it. */
  leave() {
    clearTimeout(this.#poll);
    this.socket.removeEventListener('frame', this.#onFrame);
    this.socket.removeEventListener('state', this.#onState);
  }

  /** @param {Exchange} exchange */
  #send({ text, options }) {
    return this.socket.send({ type: 'ask', ...(this.id && { conversation: this.id }), text, ...options });
  }

  #onState = () => {
    const exchange = this.#exchange;
    if (!exchange) return;
    if (this.socket.state === 'open' && !exchange.accepted) this.#send(exchange);
    else if (this.socket.state === 'waiting') this.#fail(exchange.accepted ? LOST : NOT_SENT);
  };

  #onFrame = (/** @type {Event} */ event) => {
    const { detail: frame } = /** @type {CustomEvent<import('./socket.js').Frame>} */ (event);
    const exchange = this.#exchange;
    if (!exchange) return;
    if (frame.type === 'accepted') this.#accept(frame, exchange);
    else if (frame.type === 'reasoning') exchange.view.reason(frame.text);
    else if (frame.type === 'answer') {
      exchange.view.append(frame.text);
      if (this.thread.element.isConnected) announceAnswer(frame.text);
    } else if (frame.type === 'done') this.#finish(frame, exchange);
    else if (frame.type === 'error' && !(exchange.accepted && frame.error.code === 'busy')) this.#fail(problemOf(frame.error));
  };

  /** @param {import('./socket.js').Frame} frame @param {Exchange} exchange */
  #accept(frame, exchange) {
    exchange.accepted = true;
    this.id = frame.conversation;
    this.title = frame.title;
    if (this.thread.element.isConnected) announceStart();
    this.dispatchEvent(new Event('accepted'));
    this.#changed();
  }

  /** @param {any} frame @param {Exchange} exchange */
  #finish(frame, exchange) {
    this.#exchange = null;
    exchange.view.finish(frame);
    if (this.thread.element.isConnected) announceEnd(frame.finish_reason === 'cancelled' ? 'answerStopped' : 'answerFinished');
    this.#changed();
  }

  /** @param {import('./problem.js').Problem} problem */
  #fail(problem) {
    const exchange = this.#exchange;
    if (!exchange) return;
    this.#exchange = null;
    const ways = problem.retry ? [{ key: 'retry', run: () => this.#again(exchange) }] : [];
    if (!exchange.accepted) ways.push({ key: 'edit', run: () => this.#edit(exchange) });
    exchange.view.fail(problem, ways);
    this.#changed();
  }

  /** @param {Exchange} exchange */
  #again({ text, options, accepted }) {
    if (!accepted) this.thread.dropLast();
    this.socket.connect();
    this.ask(text, options, performance.now());
  }

  /** @param {Exchange} exchange */
  #edit({ text }) {
    this.thread.dropLast();
    this.dispatchEvent(new CustomEvent('edit', { detail: text }));
    this.#changed();
  }

  async #reload() {
    if (this.id && !this.running) await this.load(this.id).catch(() => undefined); // what is shown stays; a reload by hand tells more
  }

  #changed() {
    this.dispatchEvent(new Event('changed'));
  }
}
