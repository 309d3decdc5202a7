/** The view of one answer: reasoning, text, how it ended, how long it took. */

import { branchSwitch } from './branches.js';
import { copyButton } from './copy.js';
import { element, iconButton } from './dom.js';
import { Flow } from './flow.js';
import { afterPaint, perFrame } from './frames.js';
import { text } from './i18n.js';
import { latencyLine } from './latency.js';
import { problemBox } from './problem.js';
import { ratingButtons } from './rating.js';
import { ReasoningView } from './reasoning.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {{finish_reason?: string, state?: string, usage?: import('./api.js').Usage, timings?: import('./api.js').Timings}} Ending */
/** What the page measured, in ms. @typedef {{network?: number, firstWord?: number, painted?: number, render?: number}} Measured */

export class AnswerView {
  #reasoning;
  #text = element('div', { class: 'prose' });
  #foot = element('div', { class: 'answer-foot' });
  #bar = element('div', { class: 'answer-bar' });
  #waiting = element('p', { class: 'waiting' });
  #flow = new Flow(this.#text, () => this.grown());
  #pending = { reasoning: '', answer: '' };
  #frame = perFrame(() => this.#draw());
  /** @type {Measured} */
  #measured = {};
  /** @type {number | undefined} */
  #firstTokenAt;
  /** @type {Ending | null} */
  #ending = null;

  /**
   * @param {() => void} grown called after the view got taller
   * @param {import('./session.js').Deeds | null} deeds what a reader may do with it
   * @param {number} [askedAt] performance.now() of the reader's Enter; absent on a stored answer
   */
  constructor(grown, deeds, askedAt) {
    this.grown = grown;
    this.deeds = deeds;
    this.askedAt = askedAt;
    this.#reasoning = new ReasoningView(askedAt === undefined);
    const name = element('h2', { class: 'visually-hidden' });
    text(name, 'assistant');
    text(this.#waiting, 'waiting');
    this.element = element('article', { class: 'answer' }, name, this.#waiting, this.#reasoning.element, this.#text, this.#foot, this.#bar);
  }

  get source() {
    return this.#flow.source + this.#pending.answer;
  }

  /** The server has it. @param {number} network round trip without the server's own time, in ms */
  accepted(network) {
    this.#measured.network = network;
  }

  /** @param {number} position 1 is the next */
  queued(position) {
    text(this.#waiting, 'queuePosition', { position });
  }

  /** The connection broke, or is there again. @param {boolean} broken */
  interrupted(broken) {
    this.element.toggleAttribute('data-interrupted', broken);
    text(this.#waiting, broken ? 'reconnecting' : 'waiting');
  }

  /** Text that was cut off goes on. @param {number} askedAt */
  resume(askedAt) {
    this.askedAt = askedAt;
    this.#firstTokenAt = undefined;
    this.#measured = {};
    this.#ending = null;
    this.#foot.replaceChildren();
    this.#bar.replaceChildren();
  }

  /** @param {string} more */
  reason(more) {
    this.#firstTokenAt ??= performance.now();
    this.#pending.reasoning += more;
    this.#frame.request();
  }

  /** @param {string} more */
  append(more) {
    this.#firstTokenAt ??= performance.now();
    this.#pending.answer += more;
    this.#frame.request();
  }

  /**
   * @param {Ending} ending
   * @param {(measured: Measured) => void} [painted] told when all of it is on the screen
   */
  finish(ending, painted) {
    const endedAt = performance.now();
    this.#close();
    this.#ending = ending;
    this.#reasoning.tell(ending.timings);
    const note = noteOf(ending) ?? (this.#flow.source.trim() ? null : 'emptyAnswer');
    if (note) this.#foot.append(noteLine(note));
    this.grown();
    if (!painted) return this.#tellTimes();
    afterPaint((now) => {
      this.#measured.painted = now - (this.#firstTokenAt ?? endedAt);
      this.#measured.render = now - endedAt;
      painted(this.#measured);
      this.#tellTimes();
    });
  }

  /** Where it stands in the chat. @param {Message[]} siblings @param {Message} message @param {boolean} last whether nothing follows */
  place(siblings, message, last) {
    const { deeds } = this;
    if (!deeds || !this.#ending) return;
    const actions = [
      ...branchSwitch(siblings, message, deeds.show),
      copyButton('copyAnswer', () => this.source),
      iconButton('again', 'regenerate', {}, () => deeds.answerAgain(message)),
      ...(deeds.kept() ? ratingButtons(message, deeds.rate) : []),
    ];
    this.#bar.replaceChildren(...actions);
    for (const old of this.#foot.querySelectorAll('.continue')) old.remove();
    if (last && deeds.kept() && this.#ending.finish_reason === 'length') {
      const button = element('button', { type: 'button', class: 'button continue' });
      text(button, 'continue');
      button.addEventListener('click', () => deeds.goOn(message));
      this.#foot.append(button);
    }
  }

  /** @param {import('./problem.js').Problem} problem @param {{key: string, run: () => void}[]} ways */
  fail(problem, ways) {
    this.#close();
    this.#foot.replaceChildren(problemBox(problem, ways));
    this.grown();
  }

  /** The ways out of a failure no longer fit once something else was asked. */
  settle() {
    for (const actions of this.#foot.querySelectorAll('.problem-actions')) actions.remove();
  }

  /** @param {Message} message @param {() => void} grown @param {import('./session.js').Deeds | null} deeds */
  static stored(message, grown, deeds) {
    const view = new AnswerView(grown, deeds);
    if (message.reasoning) view.reason(message.reasoning);
    view.append(message.content);
    view.finish(message);
    return view;
  }

  #tellTimes() {
    const { usage, timings } = this.#ending ?? {};
    const line = latencyLine(usage, timings, this.#measured);
    if (line) this.#bar.after(line);
    this.element.querySelectorAll('.latency').forEach((old) => old !== line && old.remove());
    this.grown();
  }

  #close() {
    this.#frame.request(); // so that `now` finishes what a hidden tab has not drawn
    this.#frame.now();
    this.#waiting.remove();
    this.#flow.finish();
    this.#reasoning.end();
    this.interrupted(false);
  }

  #draw() {
    const { reasoning, answer } = this.#pending;
    this.#pending = { reasoning: '', answer: '' };
    if (reasoning) this.#reasoning.append(reasoning);
    if (reasoning || answer) this.#waiting.remove();
    if (answer) this.#drawAnswer(answer);
    this.grown();
  }

  /** @param {string} more */
  #drawAnswer(more) {
    this.#reasoning.end();
    this.#flow.append(more);
    const { askedAt } = this;
    if (askedAt === undefined || this.#measured.firstWord !== undefined) return;
    this.#measured.firstWord = performance.now() - askedAt;
    afterPaint((now) => {
      this.#measured.firstWord = now - askedAt;
    });
  }
}

/** @param {Ending} ending @returns {string | null} key of a note, null for an answer that ended as it should */
function noteOf({ state, finish_reason: reason }) {
  if (state === 'failed' || state === 'interrupted') return state;
  if (state === 'streaming') return 'stillWriting';
  if (state === 'stopped' || reason === 'cancelled') return 'stopped';
  if (reason === 'length') return 'cutOff';
  return reason === 'deadline' ? 'deadline' : null;
}

/** @param {string} key */
function noteLine(key) {
  const note = element('p', { class: 'note' });
  text(note, key);
  return note;
}
