/** An unfinished text, so that what it shows will not change its kind when the next letters come. */

import { OPEN } from './math.js';

/** The last line may still become something else: a list, a heading, a fence, a rule, a row of a table. */
const UNDECIDED = /(?:^|\n)[ \t]*(?:\d{1,9}[.)]?|[-*+_=]{1,3}|#{1,6}|>|`+[^`\n]*|~+[^~\n]*|\||(?:\[[^\]\n]*\]?:?))[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const TABLE_HEAD = /(?:^|\n)[ \t]*\|[^\n]*(?:\n[ \t]*[|:\- \t]*)?$/;

/** @param {string} source from the beginning of a block @returns {string} */
export function mend(source) {
  const fence = openFence(source);
  if (fence) return withoutPartOfFence(source, fence);
  const settled = source.replace(UNDECIDED, '\n').replace(TABLE_HEAD, withoutHead);
  const from = settled.lastIndexOf('\n\n') + 1;
  return (settled.slice(0, from) + closed(settled.slice(from))).replace(UNDECIDED, '\n');
}

/** @param {string} source @param {string} mark of the fence that is open */
export function withoutPartOfFence(source, mark) {
  const line = source.lastIndexOf('\n') + 1;
  const last = source.slice(line).trim();
  return last && [...last].every((char) => char === mark[0]) ? source.slice(0, line) : source;
}

/** @param {string} source from the beginning of a block @returns {{mark: string, from: number} | null} where the code begins, if it is all there is */
export function openCode(source) {
  const head = /^(`{3,}|~{3,})[^\n]*\n/.exec(source);
  return head && openFence(source) === head[1] ? { mark: head[1], from: head[0].length } : null;
}

/**
 * @param {string} body of a block of code @param {string} mark @param {number} from where its end is looked for
 * @returns {{at: number, after: number, complete: boolean} | null} where the code ends, where the text goes on, whether the last line is complete
 */
export function endOfFence(body, mark, from) {
  const found = new RegExp(`(^|\\n) {0,3}${mark}${mark[0]}*[ \\t]*(\\n|$)`).exec(body.slice(from));
  if (!found || (from > 0 && found.index === 0 && found[1] === '')) return null;
  const at = from + found.index;
  return { at, after: at + found[0].length, complete: found[2] !== '' };
}

/** @param {string} source @returns {string | null} the fence whose code is still open */
function openFence(source) {
  /** @type {string | null} */
  let open = null;
  for (const line of source.split('\n')) {
    const [, mark, rest] = FENCE.exec(line) ?? [];
    if (!mark) continue;
    if (open === null) {
      if (mark[0] === '~' || !rest.includes('`')) open = mark;
    } else if (mark[0] === open[0] && mark.length >= open.length && !rest.trim()) open = null;
  }
  // A fence whose first line is not complete says nothing yet: it was cut off before.
  return open !== null && !/(?:^|\n)[ \t]*[`~]{3,}[^\n]*$/.test(source) ? open : null;
}

/** A head without its line of dashes is still a paragraph; rows below one are decided. @param {string} head @param {number} at @param {string} source */
function withoutHead(head, at, source) {
  if (/^[\s|:-]+$/.test(head)) return head;
  const before = source.slice(0, at + 1).split('\n\n').at(-1) ?? '';
  return /^[ \t]*\|?[ \t]*:?-+/m.test(before) ? head : '\n';
}

/** Closes code, strong text and mathematics that the text leaves open. @param {string} text */
function closed(text) {
  let strong = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '`') {
      const run = /^`+/.exec(text.slice(at))?.[0] ?? '`';
      const end = text.indexOf(run, at + run.length);
      if (end < 0) return at + run.length < text.length ? text + run : text.slice(0, at);
      at = end + run.length - 1;
    } else if (text[at] === '\\' && '(['.includes(text[at + 1])) {
      const close = text[at + 1] === '(' ? '\\)' : '\\]';
      const end = text.indexOf(close, at);
      if (end < 0) return `${text}${OPEN}${close}`;
      at = end + 1;
    } else if (text.startsWith('$$', at)) {
      const end = text.indexOf('$$', at + 2);
      if (end < 0) return at + 2 < text.length ? `${text}${OPEN}$$` : text.slice(0, at);
      at = end + 1;
    } else if (text[at] === '\\') at++;
    else if (text.startsWith('**', at)) {
      strong = !strong;
      at++;
    }
  }
  const cut = text.replace(/\[([^\]\n]+)\]\([^)\n]*$/, '$1').replace(/(^|\s)[*_\\]+$/, '$1');
  if (!strong) return cut;
  if (/\*\*\s*$/.test(text)) return text.replace(/\*+\s*$/, '');
  return cut.endsWith('*') ? `${cut}*` : `${cut.trimEnd()}**`;
}
