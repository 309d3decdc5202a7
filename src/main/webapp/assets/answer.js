/** The view of one answer: reasoning, text, how it ended, how long it took. */

import { element } from './dom.js';
import { Flow } from './flow.js';
import { afterPaint, perFrame } from './frames.js';
import { text } from './i18n.js';
import { latencyLine } from './latency.js';
import { problemBox } from './problem.js';
import { ReasoningView } from './reasoning.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {{finish_reason?: string, state?: string, usage?: import('./api.js').Usage, timings?: import('./api.js').Timings}} Ending */

export class AnswerView {
  #reasoning;
  #text = element('div', { class: 'prose' });
  #foot = element('div', { class: 'answer-foot' });
  #waiting = element('p', { class: 'waiting' });
  #flow = new Flow(this.#text, () => this.grown());
  #pending = { reasoning: '', answer: '' };
  #frame = perFrame(() => this.#draw());
  /** @type {number | undefined} */
  #firstWordMs;

  /**
   * @param {() => void} grown called after the view got taller
   * @param {number} [askedAt] performance.now() of the reader's Enter; absent on a stored answer
   */
  constructor(grown, askedAt) {
    this.grown = grown;
    this.askedAt = askedAt;
    this.#reasoning = new ReasoningView(askedAt === undefined);
    const name = element('h2', { class: 'visually-hidden' });
    text(name, 'assistant');
    text(this.#waiting, 'waiting');
    this.element = element('article', { class: 'answer' }, name, this.#waiting, this.#reasoning.element, this.#text, this.#foot);
  }

  /** @param {string} more */
  reason(more) {
    this.#pending.reasoning += more;
    this.#frame.request();
  }

  /** @param {string} more */
  append(more) {
    this.#pending.answer += more;
    this.#frame.request();
  }

  /** @param {Ending} ending */
  finish(ending) {
    this.#close();
    this.#reasoning.tell(ending.timings);
    const note = noteOf(ending) ?? (this.#flow.source.trim() ? null : 'emptyAnswer');
    if (note) this.#foot.append(noteLine(note));
    const line = latencyLine(ending.usage, ending.timings, this.#firstWordMs);
    if (line) this.#foot.append(line);
    this.grown();
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

  /** @param {Message} message @param {() => void} grown */
  static stored(message, grown) {
    const view = new AnswerView(grown);
    if (message.reasoning) view.reason(message.reasoning);
    view.append(message.content);
    view.finish(message);
    return view;
  }

  #close() {
    this.#frame.request(); // so that `now` finishes what a hidden tab has not drawn
    this.#frame.now();
    this.#waiting.remove();
    this.#flow.finish();
    this.#reasoning.end();
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
    if (askedAt === undefined || this.#firstWordMs !== undefined) return;
    this.#firstWordMs = performance.now() - askedAt;
    afterPaint((now) => {
      this.#firstWordMs = now - askedAt;
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
