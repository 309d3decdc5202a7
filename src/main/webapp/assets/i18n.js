/**
 * Two complete languages. A node says which entry it shows (`data-i18n`, `data-i18n-label`, `data-i18n-placeholder`),
 * so a switch of the language renders again whatever is on the page, without building it again.
 */

import accessEn from './i18n/access.en.js';
import accessZhCN from './i18n/access.zh-CN.js';
import en from './i18n/en.js';
import zhCN from './i18n/zh-CN.js';

/** @typedef {string | ((parameters: any) => string)} Entry */

/** @type {Record<string, Record<string, Entry>>} */
const LANGUAGES = { en: { ...en, ...accessEn }, 'zh-CN': { ...zhCN, ...accessZhCN } };

/** @type {WeakMap<Element, Record<string, object>>} */
const parametersOf = new WeakMap();

/** @returns {string} BCP 47 tag of the language shown */
export function language() {
  return document.documentElement.lang;
}

/**
 * @param {string} key
 * @param {object} [parameters]
 * @returns {string}
 */
export function translate(key, parameters = {}) {
  const entry = LANGUAGES[language()][key];
  if (entry === undefined) throw new Error(`no text for "${key}" in ${language()}`);
  return typeof entry === 'function' ? entry(parameters) : entry;
}

/**
 * Shows an entry as the node's text.
 *
 * @param {HTMLElement} node @param {string} key @param {object} [parameters]
 */
export function text(node, key, parameters = {}) {
  remember(node, 'i18n', key, parameters);
}

/**
 * Gives a node its accessible name and tooltip.
 *
 * @param {HTMLElement} node @param {string} key @param {object} [parameters]
 */
export function label(node, key, parameters = {}) {
  remember(node, 'i18nLabel', key, parameters);
}

/** Text that is not ours (a chat's title): no entry may overwrite it. @param {HTMLElement} node @param {string} value */
export function verbatim(node, value) {
  delete node.dataset.i18n;
  node.textContent = value;
}

/** @param {string} tag one of the languages; unknown ones show English */
export function switchLanguage(tag) {
  document.documentElement.lang = tag in LANGUAGES ? tag : 'en';
  renderAll(document.body);
}

/** Renders every marked node in a subtree, also one that was detached at the last switch. @param {ParentNode} root */
export function renderAll(root) {
  for (const node of root.querySelectorAll('[data-i18n], [data-i18n-label], [data-i18n-placeholder]')) {
    render(/** @type {HTMLElement} */ (node));
  }
}

/** @param {HTMLElement} node @param {string} slot @param {string} key @param {object} parameters */
function remember(node, slot, key, parameters) {
  node.dataset[slot] = key;
  parametersOf.set(node, { ...parametersOf.get(node), [slot]: parameters });
  render(node);
}

/** @param {HTMLElement} node */
function render(node) {
  const { i18n, i18nLabel, i18nPlaceholder } = node.dataset;
  const parameters = parametersOf.get(node) ?? {};
  if (i18n) node.textContent = translate(i18n, parameters.i18n);
  if (i18nLabel) {
    const name = translate(i18nLabel, parameters.i18nLabel);
    node.setAttribute('aria-label', name);
    if (node.matches('button')) node.title = name;
  }
  if (i18nPlaceholder) node.setAttribute('placeholder', translate(i18nPlaceholder));
}
