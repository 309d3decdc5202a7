/** Makes DOM nodes equal to a plain tree and touches only what differs: what was read keeps its nodes and its selection. */

import { element } from './dom.js';

/** @typedef {import('./inline.js').Tree} Tree */

/**
 * @param {Node} parent
 * @param {Tree[]} trees what its children shall be
 * @param {number} [skip] children at the start which stay as they are
 */
export function patchChildren(parent, trees, skip = 0) {
  trees.forEach((tree, index) => {
    const existing = parent.childNodes[skip + index];
    if (!existing) parent.appendChild(build(tree));
    else if (!patched(existing, tree)) parent.replaceChild(build(tree), existing);
  });
  while (parent.childNodes.length > skip + trees.length) parent.lastChild?.remove();
}

/** @param {Node} node @param {Tree} tree @returns {boolean} false when the node is of another kind */
function patched(node, tree) {
  if (typeof tree === 'string') return node instanceof Text && textPatched(node, tree);
  if (!(node instanceof Element) || node.localName !== tree.tag) return false;
  if (!sameAttributes(node, tree.attributes ?? {})) return false;
  patchChildren(node, tree.children);
  return true;
}

/** @param {Text} node @param {string} text */
function textPatched(node, text) {
  if (text.startsWith(node.data)) {
    if (text.length > node.length) node.appendData(text.slice(node.length));
  } else node.data = text;
  return true;
}

/** @param {Element} node @param {Record<string, string>} attributes */
function sameAttributes(node, attributes) {
  const names = Object.keys(attributes);
  return names.length === node.attributes.length && names.every((name) => node.getAttribute(name) === attributes[name]);
}

/** @param {Tree} tree @returns {Node} */
function build(tree) {
  if (typeof tree === 'string') return document.createTextNode(tree);
  const tag = /** @type {keyof HTMLElementTagNameMap} */ (tree.tag);
  return element(tag, tree.attributes, ...tree.children.map((child) => /** @type {any} */ (build(child))));
}
