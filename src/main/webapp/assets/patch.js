/** Makes DOM nodes equal to others and touches only what differs: what was read keeps its nodes and its selection. */

import { codeChanged } from './code.js';

/**
 * @param {Element} parent
 * @param {ParentNode} wanted its children are taken
 */
export function patchChildren(parent, wanted) {
  const existing = ownNodes(parent);
  const nodes = [...wanted.childNodes];
  nodes.forEach((node, index) => {
    const old = existing[index];
    if (!old) parent.insertBefore(node, addition(parent));
    else if (!patched(old, node)) parent.replaceChild(node, old);
  });
  for (const old of existing.slice(nodes.length)) old.remove();
}

/** What the page added itself, such as buttons, stands last and is none of the text's business. */
const isAddition = (/** @type {Node} */ node) => node instanceof HTMLElement && node.dataset.added !== undefined;

/** @param {Element} parent */
const ownNodes = (parent) => [...parent.childNodes].filter((node) => !isAddition(node));

/** @param {Element} parent */
const addition = (parent) => [...parent.childNodes].find(isAddition) ?? null;

/** @param {Node} old @param {Node} wanted @returns {boolean} false when the node is of another kind */
export function patched(old, wanted) {
  if (wanted instanceof Text) return old instanceof Text && textPatched(old, wanted.data);
  if (!(old instanceof HTMLElement && wanted instanceof HTMLElement) || old.localName !== wanted.localName) return false;
  if (old.className !== wanted.className) return false;
  if (old.dataset.set || old.dataset.display !== wanted.dataset.display) return old.dataset.tex === wanted.dataset.tex && old.dataset.display === wanted.dataset.display;
  for (const { name, value } of wanted.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (old.localName === 'code' && old.parentElement?.localName === 'pre') codeChanged(old, wanted.textContent ?? '');
  else patchChildren(old, wanted);
  return true;
}

/** @param {Text} node @param {string} text */
function textPatched(node, text) {
  if (text.startsWith(node.data)) {
    if (text.length > node.length) node.appendData(text.slice(node.length));
  } else node.data = text;
  return true;
}
