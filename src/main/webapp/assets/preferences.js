/** What the reader chose, kept in this browser. */

/** @typedef {'theme' | 'language' | 'effort' | 'length' | 'reasoning'} Name */

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

/** @param {string} theme 'system' | 'light' | 'dark' */
export function showTheme(theme) {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}
