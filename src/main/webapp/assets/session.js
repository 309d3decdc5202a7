/** One chat: its connection, its branches, and the answer that is being written. Goes on in the background when left. */

import { announceAnswer, announceEnd, announceStart } from './announcer.js';
import { AnswerView } from './answer.js';
import { changeConversation, readConversation, readShared } from './api.js';
import { askFrame, readerDeeds } from './deeds.js';
import { LOST, NOT_SENT, problemOf } from './problem.js';
import { QuestionView } from './question.js';
import { Thread } from './thread.js';
import { Tree } from './tree.js';

/** @typedef {import('./socket.js').ChatSocket} ChatSocket */
/** @typedef {import('./api.js').Message} Message */
/** @typedef {{reasoning_effort: string, max_tokens: number}} Options */
/** @typedef {import('./deeds.js').Place} Place */
/** @typedef {import('./deeds.js').Deeds} Deeds */
/** @typedef {{text: string, options: Options, place: Place, view: AnswerView, question: QuestionView | null, sentAt: number,
 *   accepted: boolean, seq: number, answer: string | null, leaf: string | null}} Exchange */

/** Events: `changed` when id, title or running changed; `accepted` when the server stored a question; `edit` (detail: text);
 * `ask` (detail: {text, place}) when a reader asks from within the thread. */
export class Session extends EventTarget {
  /** @type {string | null} null until the server gave it one */
  id = null;
  title = '';
  instructions = '';
  /** Nothing of it is stored. */
  temporary = false;
  /** Somebody else's, by a link. */
  readOnly = false;
  tree = new Tree();
  /** @type {Exchange | null} */
  #exchange = null;
  #following = false;

  /** @param {ChatSocket} socket its own until left @param {() => void} grown */
  constructor(socket, grown) {
    super();
    this.socket = socket;
    this.thread = new Thread(grown, this.#deeds());
    this.grown = grown;
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
    const { title, instructions, leaf, messages } = await readConversation(id);
    Object.assign(this, { id, title, instructions });
    this.thread.clear();
    this.tree.set(messages, leaf ?? null);
    this.#draw();
    this.#changed();
    this.#follow();
  }

  /** @param {string} token of a link */
  async loadShared(token) {
    const { title, messages } = await readShared(token);
    Object.assign(this, { id: `shared-${token}`, title, readOnly: true });
    this.thread.deeds = null;
    this.tree.set(messages.map((message, index) => ({ ...message, parent: messages[index - 1]?.id })), null);
    this.#draw();
    this.#changed();
  }

  /** @param {string} text @param {Options} options @param {number} askedAt performance.now() of the reader's Enter @param {Place} [place] */
  ask(text, options, askedAt, place = {}) {
    const leaf = this.tree.leaf;
    const cut = place.onward ? this.thread.answer(place.onward) : undefined;
    const view = cut ?? new AnswerView(this.grown, this.thread.deeds, askedAt);
    cut?.resume(askedAt);
    const question = place.again || place.onward ? null : new QuestionView(text, this.thread.deeds);
    const exchange = { text, options, place, view, question, sentAt: askedAt, accepted: false, seq: 0, answer: place.onward ?? null, leaf };
    this.#exchange = exchange;
    if (place.again) this.tree.leaf = place.again;
    else if (place.parent !== undefined) this.tree.leaf = place.parent === 'root' ? null : place.parent;
    this.#draw();
    this.#changed();
    if (this.socket.state === 'connecting') return; // sent as soon as the connection is open
    if (!this.#send(exchange)) this.#fail(NOT_SENT);
  }

  stop() {
    this.socket.send({ type: 'stop' });
  }

  /** @param {string} instructions for all answers from now on */
  async instruct(instructions) {
    if (this.id && !this.temporary) await changeConversation(this.id, { instructions });
    this.instructions = instructions;
    this.#changed();
  }

  /** Lets go of the connection; the caller hands it on or closes it. */
  leave() {
    this.socket.removeEventListener('frame', this.#onFrame);
    this.socket.removeEventListener('state', this.#onState);
  }

  /** @returns {Deeds} */
  #deeds() {
    return readerDeeds(this, (message) => this.#show(message));
  }

  /** @param {Message} message whose branch shall be shown */
  #show(message) {
    if (this.running) return;
    this.tree.show(message);
    this.#draw();
    // What is shown here is right; another page may show it later.
    if (this.id && !this.temporary && this.tree.leaf) changeConversation(this.id, { leaf: this.tree.leaf }).catch(() => undefined);
  }

  #draw() {
    const exchange = this.#exchange;
    const unsent = exchange && !exchange.accepted && !exchange.place.onward ? [exchange.question, exchange.view].filter((view) => view !== null) : [];
    this.thread.show(this.tree.branch(), this.tree, unsent);
  }

  /** @param {Exchange} exchange */
  #send(exchange) {
    return this.socket.send(askFrame(this, exchange));
  }

  #follow() {
    if (this.id && !this.temporary && !this.readOnly) this.#following = this.socket.send({ type: 'follow', conversation: this.id });
  }

  #onState = () => {
    const exchange = this.#exchange;
    const { state } = this.socket;
    if (state === 'waiting') this.#following = false;
    if (!exchange) {
      if (state === 'open' && !this.#following) this.#follow();
      return;
    }
    if (state === 'open' && exchange.accepted)
      this.socket.send({ type: 'follow', conversation: this.id, answer: exchange.answer, after: exchange.seq });
    else if (state === 'open') this.#send(exchange);
    else if (state === 'waiting' && exchange.accepted) exchange.view.interrupted(true);
    else if (state === 'waiting') this.#fail(NOT_SENT);
  };

  #onFrame = (/** @type {Event} */ event) => {
    const { detail: frame } = /** @type {CustomEvent<import('./socket.js').Frame>} */ (event);
    if (frame.type === 'accepted' && !this.#exchange) this.#join(frame);
    const exchange = this.#exchange;
    if (frame.type === 'idle') return void this.#idle(exchange);
    if (!exchange) return;
    if (frame.seq) exchange.seq = frame.seq;
    if (frame.type === 'accepted') this.#accept(frame, exchange);
    else if (frame.type === 'waiting') exchange.view.queued(frame.position);
    else if (frame.type === 'reasoning') exchange.view.reason(frame.text);
    else if (frame.type === 'answer') {
      exchange.view.interrupted(false);
      exchange.view.append(frame.text);
      if (this.thread.element.isConnected) announceAnswer(frame.text);
    } else if (frame.type === 'done') this.#finish(frame, exchange);
    else if (frame.type === 'error' && !(exchange.accepted && frame.error.code === 'busy')) this.#fail(problemOf(frame.error));
  };

  /** Another page asked in this chat. @param {import('./socket.js').Frame} frame */
  #join(frame) {
    if (frame.conversation !== this.id || frame.text === undefined) return;
    this.thread.forget(frame.answer);
    const view = new AnswerView(this.grown, this.thread.deeds, performance.now());
    const known = this.tree.get(frame.question) !== undefined;
    const question = known ? null : new QuestionView(frame.text, this.thread.deeds);
    this.#exchange = {
      ...{ text: frame.text, options: /** @type {any} */ ({}), view, question, sentAt: performance.now() },
      ...{ place: known ? { again: frame.question } : {}, accepted: false, seq: 0, answer: null, leaf: this.tree.leaf },
    };
  }

  /** @param {import('./socket.js').Frame} frame @param {Exchange} exchange */
  #accept(frame, exchange) {
    const { view, question, place, text } = exchange;
    view.accepted(Math.max(0, performance.now() - exchange.sentAt - frame.server_ms));
    exchange.accepted = true;
    exchange.answer = frame.answer;
    this.id = frame.conversation;
    this.title = frame.title || text.slice(0, 60);
    const created_at = new Date().toISOString();
    if (question) {
      const parent = this.temporary ? (place.parent === 'root' ? undefined : (place.parent ?? exchange.leaf ?? undefined)) : frame.parent;
      this.tree.add({ id: frame.question, parent, role: 'user', content: text, created_at });
      this.thread.know(frame.question, question);
    }
    if (!place.onward) {
      const parent = this.temporary && place.again ? place.again : frame.question;
      this.tree.add({ id: frame.answer, parent, role: 'assistant', content: '', created_at, state: 'streaming' });
      this.thread.know(frame.answer, view);
    }
    this.#following = true;
    this.#draw();
    if (this.thread.element.isConnected) announceStart();
    this.dispatchEvent(new Event('accepted'));
    this.#changed();
  }

  /** @param {any} frame @param {Exchange} exchange */
  #finish(frame, exchange) {
    this.#exchange = null;
    const message = this.tree.get(exchange.answer ?? '');
    const { finish_reason, usage, timings } = frame;
    const conversation = this.id;
    exchange.view.finish(frame, ({ network, firstWord, painted }) => {
      const times = { network_ms: network, first_word_ms: firstWord, painted_ms: painted };
      this.socket.send({ type: 'measured', conversation, ...times });
    });
    if (message) Object.assign(message, { content: exchange.view.source, state: 'complete', finish_reason, usage, timings });
    this.#draw();
    if (this.thread.element.isConnected) announceEnd(frame.finish_reason === 'cancelled' ? 'answerStopped' : 'answerFinished');
    this.#changed();
  }

  /** The server is writing nothing here: what was missed is in the store. @param {Exchange | null} exchange */
  async #idle(exchange) {
    this.#following = true;
    if (!exchange?.accepted || !this.id) return;
    this.#exchange = null;
    if (this.temporary) return this.#lost(exchange);
    await this.load(this.id).catch(() => this.#lost(exchange));
  }

  /** @param {Exchange} exchange */
  #lost(exchange) {
    this.#exchange = exchange;
    this.#fail(LOST);
  }

  /** @param {import('./problem.js').Problem} problem */
  #fail(problem) {
    const exchange = this.#exchange;
    if (!exchange) return;
    this.#exchange = null;
    const ways = problem.retry ? [{ key: 'retry', run: () => this.#again(exchange) }] : [];
    if (!exchange.accepted && exchange.question) ways.push({ key: 'edit', run: () => this.#edit(exchange) });
    exchange.view.fail(problem, ways);
    this.#changed();
  }

  /** @param {Exchange} exchange */
  #again({ text, options, accepted, place, leaf, answer }) {
    if (!accepted) this.tree.leaf = leaf;
    this.socket.connect();
    const parent = this.tree.get(answer ?? '')?.parent;
    this.ask(text, options, performance.now(), accepted && parent ? { again: parent } : place);
  }

  /** @param {Exchange} exchange */
  #edit({ text, leaf }) {
    this.tree.leaf = leaf;
    this.#draw();
    this.dispatchEvent(new CustomEvent('edit', { detail: text }));
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('changed'));
  }
}
