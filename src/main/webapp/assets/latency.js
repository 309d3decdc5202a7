/** One quiet line of timings under an answer, and a table of all of them on hover, focus or touch. */

import { element } from './dom.js';
import { tokensPerSecond } from './format.js';
import { label, text } from './i18n.js';

/** @typedef {import('./api.js').Usage} Usage */
/** @typedef {import('./api.js').Timings} Timings */
/** @typedef {{key: string, parameters: object}} Part */

/** @typedef {import('./answer.js').Measured} Measured */

/**
 * @param {Usage | undefined} usage
 * @param {Timings | undefined} timings the server's clock, in milliseconds since it received the question
 * @param {Measured} measured the page's clock
 * @returns {HTMLElement | null} null when nothing was measured
 */
export function latencyLine(usage, timings, measured) {
  const parts = shortParts(usage, timings ?? {}, measured);
  if (parts.length === 0) return null;
  const line = element('button', { type: 'button', class: 'latency-line' }, bar(timings ?? {}, measured));
  parts.forEach(({ key, parameters }, index) => {
    const span = element('span');
    text(span, key, parameters);
    line.append(index ? ' · ' : '', span);
  });
  const table = details(usage, timings ?? {}, measured);
  const host = element('div', { class: 'latency' }, line, table);
  const place = () => host.classList.toggle('downwards', roomAbove(host) < table.offsetHeight + 8);
  const show = () => {
    host.classList.add('shown');
    place();
  };
  const hide = () => host.classList.remove('shown');
  host.addEventListener('pointerenter', show);
  host.addEventListener('pointerleave', hide);
  line.addEventListener('focus', show);
  line.addEventListener('click', show);
  line.addEventListener('blur', hide);
  line.addEventListener('keydown', (event) => event.key === 'Escape' && hide());
  return host;
}

/** Where the time went, one after the other, in ms. @param {Timings} timings @param {Measured} measured @returns {Record<string, number>} */
export function stretches(timings, { network = 0, firstWord, render = 0 }) {
  const { accepted_ms: server = 0, queue_ms: scheduled = 0, prefill_ms: prefill = 0, first_token_ms: first = 0, first_answer_ms: answer = first, total_ms: total = 0 } = timings;
  const queue = Math.max(0, scheduled - server); // what is stored does not tell the two apart
  const word = Math.max(0, firstWord === undefined ? answer - scheduled - prefill : firstWord - network - scheduled - prefill);
  return { network, server, queue, prefill, word, rest: Math.max(0, total - Math.max(answer, scheduled + prefill)), render };
}

/** @param {Timings} timings @param {Measured} measured */
function bar(timings, measured) {
  const host = element('span', { class: 'latency-bar', 'aria-hidden': 'true' });
  for (const [name, ms] of Object.entries(stretches(timings, measured))) {
    if (ms <= 0) continue;
    const part = element('span', { class: `latency-${name}` });
    part.style.flexGrow = String(ms);
    host.append(part);
  }
  return host;
}

/** @param {Usage | undefined} usage @param {Timings} timings @param {Measured} measured @returns {Part[]} */
function shortParts(usage, timings, { firstWord }) {
  const tokens = usage?.completion_tokens;
  const { first_token_ms: first, total_ms: total } = timings;
  const rate = tokens !== undefined && first !== undefined && total !== undefined ? tokensPerSecond(tokens, first, total) : null;
  return present([
    ['firstToken', 'ms', first],
    ['firstWord', 'ms', firstWord],
    ['totalTime', 'ms', total],
    ['tokenCount', 'count', tokens],
    ['rate', 'rate', rate ?? undefined],
  ]);
}

/** @param {Usage | undefined} usage @param {Timings} timings @param {Measured} measured */
function details(usage, timings, measured) {
  const reasoning = usage?.completion_tokens_details?.reasoning_tokens;
  const list = element('dl');
  const group = element('div', { class: 'latency-details', role: 'group' }, list);
  label(group, 'latencyLabel');
  const { server, queue, word, rest } = stretches(timings, measured);
  const rows = /** @type {[string, string, string, number | undefined, string?][]} */ ([
    ['network', 'milliseconds', 'ms', measured.network, 'network'],
    ['server', 'milliseconds', 'ms', server || undefined, 'server'],
    ['queue', 'milliseconds', 'ms', timings.queue_ms === undefined ? undefined : queue, 'queue'],
    ['prefill', 'milliseconds', 'ms', timings.prefill_ms, 'prefill'],
    ['untilWord', 'milliseconds', 'ms', word, 'word'],
    ['rest', 'milliseconds', 'ms', timings.total_ms === undefined ? undefined : rest, 'rest'],
    ['render', 'milliseconds', 'ms', measured.render, 'render'],
    ['firstWordPage', 'milliseconds', 'ms', measured.firstWord],
    ['painted', 'milliseconds', 'ms', measured.painted],
    ['total', 'milliseconds', 'ms', timings.total_ms],
    ['promptTokens', 'number', 'count', usage?.prompt_tokens],
    ['cachedTokens', 'number', 'count', usage?.prompt_tokens_details?.cached_tokens],
    ['reasoningTokens', 'number', 'count', reasoning],
    ['answerTokens', 'number', 'count', usage && usage.completion_tokens - (reasoning ?? 0)],
  ]);
  for (const [name, key, parameter, value, colour] of rows) {
    if (value === undefined || value === null) continue;
    const term = element('dt', colour ? { class: `latency-key latency-${colour}` } : {});
    const figure = element('dd');
    text(term, name);
    text(figure, key, { [parameter]: value });
    list.append(term, figure);
  }
  return group;
}

/** @param {[string, string, number | undefined | null][]} rows @returns {Part[]} */
function present(rows) {
  return rows
    .filter(([, , value]) => value !== undefined && value !== null)
    .map(([key, name, value]) => ({ key, parameters: { [name]: value } }));
}

/** @param {HTMLElement} host */
function roomAbove(host) {
  const scroller = host.closest('.scroller');
  return scroller ? host.getBoundingClientRect().top - scroller.getBoundingClientRect().top : Infinity;
}
