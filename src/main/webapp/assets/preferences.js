/** What the reader chose, kept in this browser. */

/** @typedef {'theme' | 'language' | 'effort' | 'length' | 'customLength' | 'reasoning'} Name */

const PREFIX = 'repartee.';

/** @param {Name} name @returns {string | null} */
export function preference(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null; // storage is switched off: defaults hold
  }
}

/** @param {Name} name @param {string} value */
export function prefer(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // storage is switched off or full: the choice holds until the page is closed
  }
}

/** @param {string} key @returns {any} what was kept, null if nothing or nothing readable */
export function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null');
  } catch {
    return null; // storage is switched off, or another version wrote it
  }
}

/** @param {string} key @param {object | null} value null forgets it */
export function keep(key, value) {
  try {
    if (value) localStorage.setItem(PREFIX + key, JSON.stringify(value));
    else localStorage.removeItem(PREFIX + key);
  } catch {
    // storage is switched off or full: it lasts until the page is closed
  }
}

/** @param {string} theme 'system' | 'light' | 'dark' */
export function showTheme(theme) {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}
