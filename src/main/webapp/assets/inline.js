/**
 * Marks within a line: `code`, **strong**, *emphasis*, backslash escapes. Everything else stays the text it is.
 * The result is a plain tree; only patch.js turns it into DOM nodes.
 */

/** @typedef {{tag: string, attributes?: Record<string, string>, children: Tree[]} | string} Tree */

const ESCAPABLE = /[!-/:-@[-`{-~]/;
const WORD = /[A-Za-z0-9]/;
const TAGS = ['', 'em', 'strong'];

/**
 * @param {string} source text without block marks; a line break becomes a `br`
 * @param {boolean} [open] whether more text will come: then code and strong count as closed at the end, so that their
 *     marks are not shown first and hidden later
 * @returns {Tree[]}
 */
export function parseInline(source, open = false) {
  /** @type {Tree[]} */
  const out = [];
  let plain = '';
  const put = (/** @type {Tree} */ tree) => {
    if (plain) out.push(plain);
    plain = '';
    out.push(tree);
  };
  for (let at = 0; at < source.length; ) {
    const char = source[at];
    const span = char === '`' ? codeAt(source, at, open) : isMark(char) ? emphasisAt(source, at, open) : null;
    if (span) {
      if (span.tree !== '') put(span.tree);
      at = span.end;
    } else if (char === '`' || isMark(char)) {
      const end = runEnd(source, at);
      plain += source.slice(at, end);
      at = end;
    } else if (char === '\\' && ESCAPABLE.test(source[at + 1] ?? '')) {
      plain += source[at + 1];
      at += 2;
    } else if (char === '\n') {
      put({ tag: 'br', children: [] });
      at++;
    } else {
      plain += char;
      at++;
    }
  }
  if (plain) out.push(plain);
  return out;
}

/** @param {string} char */
const isMark = (char) => char === '*' || char === '_';

/** @param {string} source @param {number} at start of a run of one character */
function runEnd(source, at) {
  let end = at;
  while (source[end] === source[at]) end++;
  return end;
}

/** @param {string} source @param {number} at a backtick @param {boolean} open @returns {{tree: Tree, end: number} | null} */
function codeAt(source, at, open) {
  const from = runEnd(source, at);
  for (let close = source.indexOf('`', from); close >= 0; close = source.indexOf('`', close)) {
    const end = runEnd(source, close);
    if (end - close === from - at) return { tree: code(source.slice(from, close)), end };
    close = end;
  }
  return open ? { tree: from < source.length ? code(source.slice(from)) : '', end: source.length } : null;
}

/** @param {string} content */
function code(content) {
  const spaced = /^ .*[^ ].* $/s.test(content); // `` ` `` : one space is there to set off a backtick
  return { tag: 'code', children: [(spaced ? content.slice(1, -1) : content).replaceAll('\n', ' ')] };
}

/** @param {string} source @param {number} at a `*` or `_` @param {boolean} open @returns {{tree: Tree, end: number} | null} */
function emphasisAt(source, at, open) {
  const from = runEnd(source, at);
  const count = from - at;
  if (count > 2 || !opens(source, at, from, open)) return null;
  const close = closing(source, from, source[at], count);
  if (close < 0 && !(open && count === 2)) return null;
  const end = close < 0 ? source.length : close;
  const children = parseInline(source.slice(from, end), open && close < 0);
  return { tree: children.length ? { tag: TAGS[count], children } : '', end: close < 0 ? end : end + count };
}

/** A mark opens before text, and not within a word or a product such as 2*3*4. */
function opens(/** @type {string} */ source, /** @type {number} */ at, /** @type {number} */ from, /** @type {boolean} */ open) {
  if (from === source.length) return open && !WORD.test(source[at - 1] ?? '');
  return /\S/.test(source[from]) && !(WORD.test(source[at - 1] ?? '') && WORD.test(source[from]));
}

/** @param {string} source @param {number} from @param {string} mark @param {number} count @returns {number} start of the closing run, or -1 */
function closing(source, from, mark, count) {
  for (let at = from; at < source.length; ) {
    if (source[at] === '`') {
      at = codeAt(source, at, false)?.end ?? runEnd(source, at);
    } else if (source[at] === '\\') {
      at += 2;
    } else if (source[at] === mark) {
      const end = runEnd(source, at);
      const within = WORD.test(source[at - 1]) && WORD.test(source[end] ?? '');
      if (end - at === count && at > from && /\S/.test(source[at - 1]) && !within) return at;
      at = end;
    } else {
      at++;
    }
  }
  return -1;
}
