/** The two choices that every page has. */

import { language, switchLanguage } from './i18n.js';
import { prefer, preference, showTheme } from './preferences.js';

export function offerAppearance() {
  switchLanguage(language());
  offer('theme', preference('theme') ?? 'system', showTheme);
  offer('language', language(), switchLanguage);
}

/** @param {'theme' | 'language'} name @param {string} value @param {(value: string) => void} apply */
function offer(name, value, apply) {
  const select = /** @type {HTMLSelectElement} */ (document.getElementById(name));
  select.value = value;
  select.addEventListener('change', () => {
    prefer(name, select.value);
    apply(select.value);
  });
}
