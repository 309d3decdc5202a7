/** One quiet line of timings under an answer, and a table of all of them on hover, focus or touch. */

import { element } from './dom.js';
import { tokensPerSecond } from './format.js';
import { label, text } from './i18n.js';

/** @typedef {import('./api.js').Usage} Usage */
/** @typedef {import('./api.js').Timings} Timings */
/** @typedef {{key: string, parameters: object}} Part */

/**
 * @param {Usage | undefined} usage
 * @param {Timings | undefined} timings the server's clock, in milliseconds since it received the question
 * @param {number | undefined} firstWordMs the page's clock: from Enter to the first word on the screen
 * @returns {HTMLElement | null} null when nothing was measured
 */
export function latencyLine(usage, timings, firstWordMs) {
  const parts = shortParts(usage, timings ?? {}, firstWordMs);
  if (parts.length === 0) return null;
  const line = element('button', { type: 'button', class: 'latency-line' });
  for (const { key, parameters } of parts) {
    const span = element('span');
    text(span, key, parameters);
    line.append(line.hasChildNodes() ? ' · ' : '', span);
  }
  const table = details(usage, timings ?? {}, firstWordMs);
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

/** @param {Usage | undefined} usage @param {Timings} timings @param {number | undefined} firstWordMs @returns {Part[]} */
function shortParts(usage, timings, firstWordMs) {
  const tokens = usage?.completion_tokens;
  const { first_token_ms: first, total_ms: total } = timings;
  const rate = tokens !== undefined && first !== undefined && total !== undefined ? tokensPerSecond(tokens, first, total) : null;
  return present([
    ['firstToken', 'ms', first],
    ['firstWord', 'ms', firstWordMs],
    ['totalTime', 'ms', total],
    ['tokenCount', 'count', tokens],
    ['rate', 'rate', rate ?? undefined],
  ]);
}

/** @param {Usage | undefined} usage @param {Timings} timings @param {number | undefined} firstWordMs */
function details(usage, timings, firstWordMs) {
  const reasoning = usage?.completion_tokens_details?.reasoning_tokens;
  const list = element('dl');
  const group = element('div', { class: 'latency-details', role: 'group' }, list);
  label(group, 'latencyLabel');
  const rows = /** @type {[string, string, string, number | undefined][]} */ ([
    ['queue', 'milliseconds', 'ms', timings.queue_ms],
    ['prefill', 'milliseconds', 'ms', timings.prefill_ms],
    ['firstTokenServer', 'milliseconds', 'ms', timings.first_token_ms],
    ['firstReasoning', 'milliseconds', 'ms', timings.first_reasoning_ms],
    ['firstAnswer', 'milliseconds', 'ms', timings.first_answer_ms],
    ['firstWordPage', 'milliseconds', 'ms', firstWordMs],
    ['total', 'milliseconds', 'ms', timings.total_ms],
    ['promptTokens', 'number', 'count', usage?.prompt_tokens],
    ['cachedTokens', 'number', 'count', usage?.prompt_tokens_details?.cached_tokens],
    ['reasoningTokens', 'number', 'count', reasoning],
    ['answerTokens', 'number', 'count', usage && usage.completion_tokens - (reasoning ?? 0)],
  ]);
  for (const [name, key, parameter, value] of rows) {
    if (value === undefined || value === null) continue;
    const term = element('dt');
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
