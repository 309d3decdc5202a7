/** Building DOM nodes. Text only ever becomes text nodes: nothing in the page parses HTML. */

import { label } from './i18n.js';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} id of an element that page.html declares
 * @returns {any} typed by its use; a missing one is a programming error
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`page.html has no element #${id}`);
  return found;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} [attributes] `class`, `href` and so on; never `style`, which the CSP forbids
 * @param {...(Node | string)} children strings become text nodes
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** @param {string} name a symbol of icons.svg */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', new URL(`icons.svg#${name}`, import.meta.url).href);
  svg.append(use);
  return svg;
}

/**
 * @param {string} symbol
 * @param {string} key i18n key of its accessible name
 * @param {object} parameters of that name
 * @param {() => void} onClick
 */
export function iconButton(symbol, key, parameters, onClick) {
  const button = element('button', { type: 'button', class: 'icon-button' }, icon(symbol));
  label(button, key, parameters);
  button.addEventListener('click', onClick);
  return button;
}
