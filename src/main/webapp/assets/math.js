/** Mathematics between \( \), \[ \], $ $ and $$ $$: found by Marked, set by KaTeX when that has come. */

import { mathematics } from './libraries.js';

/** Ends mathematics that is still being written: it is shown as source until its own end comes. */
export const OPEN = '\u0003';

const INLINE = /^(?:\\\(([^]+?)\\\)|\\\[([^]+?)\\\]|\$\$([^$]+?)\$\$|\$(?![\s$])((?:\\.|[^$\\\n])*?[^\s$\\])\$(?![\d\w]))/;
const BLOCK = /^ {0,3}(?:\\\[([^]+?)\\\]|\$\$([^]+?)\$\$)[ \t]*(?:\n+|$)/;

const STYLE = 'data-katex-style';

/** @param {any} token */
const renderer = ({ tex, display }) => {
  const shown = tex.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const kind = display ? ' data-display="true"' : '';
  const open = tex.endsWith(OPEN);
  const source = shown.replace(OPEN, '');
  const span = `<span class="math"${open ? '' : ` data-tex="${source}"`}${kind}>${source}</span>`;
  return display === 'block' ? `<div class="formula" tabindex="0">${span}</div>` : span;
};

export const mathExtensions = [
  {
    name: 'formula',
    level: 'block',
    start: (/** @type {string} */ source) => /(?:^|\n) {0,3}(?:\\\[|\$\$)/.exec(source)?.index,
    tokenizer(/** @type {string} */ source) {
      const match = BLOCK.exec(source);
      return match ? { type: 'formula', raw: match[0], tex: (match[1] ?? match[2]).trim(), display: 'block' } : undefined;
    },
    renderer,
  },
  {
    name: 'math',
    level: 'inline',
    start: (/** @type {string} */ source) => /\\[([]|\$/.exec(source)?.index,
    tokenizer(/** @type {string} */ source) {
      const match = INLINE.exec(source);
      if (!match) return undefined;
      const display = match[2] !== undefined || match[3] !== undefined ? 'inline' : undefined;
      return { type: 'math', raw: match[0], tex: (match[1] ?? match[2] ?? match[3] ?? match[4]).trim(), display };
    },
    renderer,
  },
];

/** Sets what is not set yet. @param {Element} root @param {() => void} grown called when something was set later */
export function setMath(root, grown) {
  const waiting = /** @type {HTMLElement[]} */ ([...root.querySelectorAll('.math[data-tex]:not([data-set])')]);
  if (waiting.length === 0) return;
  if (katex) waiting.forEach(set);
  else
    mathematics().then(
      (loaded) => {
        katex = loaded;
        setMath(root, grown);
        grown();
      },
      () => undefined, // the source stays, which can be read too
    );
}

/** @type {any} */
let katex;

/** @param {HTMLElement} span */
function set(span) {
  span.dataset.set = 'true';
  try {
    const tree = katex.__renderToDomTree(span.dataset.tex, { displayMode: span.dataset.display === 'true', throwOnError: true, trust: false });
    const node = unstyled(tree).toNode();
    for (const styled of node.querySelectorAll(`[${STYLE}]`)) styled.style.cssText = styled.getAttribute(STYLE);
    span.replaceChildren(node);
  } catch {
    // not TeX that KaTeX knows: the source stays
  }
}

/** KaTeX writes a few styles as attributes, which the page's policy forbids; as properties it allows them. */
function unstyled(/** @type {any} */ node) {
  if (node.attributes?.style) {
    node.attributes[STYLE] = node.attributes.style;
    delete node.attributes.style;
  }
  node.children?.forEach(unstyled);
  return node;
}
