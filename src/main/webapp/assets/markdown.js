/** Blocks of an answer: paragraphs, headings, nested lists, fenced code. Pure: text in, plain trees out. */

import { parseInline } from './inline.js';

/** @typedef {import('./inline.js').Tree} Tree */
/**
 * @typedef {object} Block
 * @property {'paragraph' | 'heading' | 'list' | 'fence'} kind
 * @property {number} line index of its first line
 * @property {string[]} lines content without the block's marks; a list has items instead
 * @property {string} [info] language of a fence, digits of an ordered list's start, '#' marks of a heading
 * @property {string[][]} [items] lines of each item, dedented
 */

const FENCE = /^ {0,3}(`{3,}|~{3,}) *([^`]*)$/;
const HEADING = /^ {0,3}(#{1,6}) +(.*)$/;
const ITEM = /^( {0,3})([-*+]|(\d{1,9})[.)])( +)(?=\S|$)/;

/** @param {string[]} lines @returns {Block[]} */
export function splitBlocks(lines) {
  /** @type {Block[]} */
  const blocks = [];
  for (let at = 0; at < lines.length; ) {
    if (lines[at].trim() === '') {
      at++;
      continue;
    }
    const { block, end } = fenceAt(lines, at) ?? headingAt(lines, at) ?? listAt(lines, at) ?? paragraphAt(lines, at);
    blocks.push(block);
    at = end;
  }
  return blocks;
}

/** @param {Block} block @param {boolean} [open] see parseInline @returns {Tree} */
export function blockTree(block, open = false) {
  switch (block.kind) {
    case 'fence':
      return fenceTree(block);
    case 'heading':
      return { tag: `h${Math.min(6, (block.info ?? '').length + 2)}`, children: parseInline(block.lines[0], open) };
    case 'list':
      return listTree(block, open);
    case 'paragraph':
      return { tag: 'p', children: parseInline(block.lines.join('\n'), open) };
  }
}

/** @typedef {{block: Block, end: number}} Found */

/** @param {string[]} lines @param {number} at @returns {Found | null} */
function fenceAt(lines, at) {
  const start = FENCE.exec(lines[at]);
  if (!start) return null;
  const closes = (/** @type {string} */ line) =>
    line.trim().length >= start[1].length && [...line.trim()].every((char) => char === start[1][0]);
  let end = at + 1;
  while (end < lines.length && !closes(lines[end])) end++;
  const block = { kind: /** @type {const} */ ('fence'), line: at, lines: lines.slice(at + 1, end), info: start[2].trim() };
  return { block, end: end + 1 };
}

/** @param {string[]} lines @param {number} at @returns {Found | null} */
function headingAt(lines, at) {
  const match = HEADING.exec(lines[at]);
  return match && { block: { kind: 'heading', line: at, lines: [match[2]], info: match[1] }, end: at + 1 };
}

/** @param {string[]} lines @param {number} at @returns {Found | null} */
function listAt(lines, at) {
  const first = ITEM.exec(lines[at]);
  if (!first) return null;
  /** @type {string[][]} */
  const items = [];
  let indent = 0;
  let end = at;
  for (; end < lines.length; end++) {
    const line = lines[end];
    const mark = ITEM.exec(line);
    if (leading(line) >= indent && items.length) items[items.length - 1].push(line.slice(indent));
    else if (mark && sameList(first, mark)) {
      indent = mark[0].length - Math.max(0, mark[4].length - 4); // five and more spaces belong to the content
      items.push([line.slice(mark[0].length)]);
    } else if (line.trim() === '') items[items.length - 1].push('');
    else if (lines[end - 1].trim() === '' || startsBlock(line)) break;
    else items[items.length - 1].push(line.trimStart());
  }
  return { block: { kind: 'list', line: at, lines: [], info: first[3], items }, end };
}

/** @param {string[]} lines @param {number} at @returns {Found} */
function paragraphAt(lines, at) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() !== '' && !startsBlock(lines[end])) end++;
  return { block: { kind: 'paragraph', line: at, lines: lines.slice(at, end).map((line) => line.trim()) }, end };
}

/** @param {string} line */
const startsBlock = (line) => FENCE.test(line) || HEADING.test(line) || ITEM.test(line);

/** @param {string} line @returns {number} spaces at its start; a blank line is indented nowhere */
const leading = (line) => (line.trim() === '' ? -1 : line.length - line.trimStart().length);

/** @param {RegExpExecArray} one @param {RegExpExecArray} other two bullets of the same kind, or two numbers */
const sameList = (one, other) => (one[3] === undefined ? one[2] === other[2] : other[3] !== undefined);

/** @param {Block} block @returns {Tree} */
function fenceTree({ lines, info }) {
  const code = { tag: 'code', children: lines.length ? [lines.join('\n')] : [] };
  const pre = { tag: 'pre', attributes: { tabindex: '0' }, children: [code] };
  return { tag: 'div', attributes: { class: 'code' }, children: info ? [{ tag: 'span', children: [info] }, pre] : [pre] };
}

/** @param {Block} block @param {boolean} open @returns {Tree} */
function listTree({ info, items = [] }, open) {
  const loose = items.some((item) => splitBlocks(item).filter((part) => part.kind === 'paragraph').length > 1);
  const children = items.map((item, index) => {
    const parts = splitBlocks(item).map((part) => blockTree(part, open && index === items.length - 1));
    const first = parts[0];
    const tight = !loose && typeof first === 'object' && first.tag === 'p';
    return { tag: 'li', children: tight ? [...first.children, ...parts.slice(1)] : parts };
  });
  if (info === undefined) return { tag: 'ul', children };
  return { tag: 'ol', attributes: info === '1' ? {} : { start: String(Number(info)) }, children };
}
