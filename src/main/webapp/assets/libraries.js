/** Libraries that are no modules, each loaded once and only when something needs it. Their files lie beside this one. */

/** @type {Map<string, Promise<any>>} */
const loaded = new Map();

/**
 * @param {string} file below lib/
 * @param {string} name of the global that the file defines
 * @returns {Promise<any>} that global; rejected when the file does not come, and then tried again the next time
 */
function library(file, name) {
  const known = loaded.get(file);
  if (known) return known;
  const coming = new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL(`lib/${file}`, import.meta.url).href;
    script.onload = () => resolve(/** @type {any} */ (window)[name]);
    script.onerror = () => reject(new Error(`${file} could not be loaded`));
    document.head.append(script);
  });
  loaded.set(file, coming);
  coming.catch(() => loaded.delete(file));
  return coming;
}

/** Turns HTML into nodes without anything that acts. */
export const purifier = () => library('purify.min.js', 'DOMPurify');

/** Colours code. */
export const highlighter = () => library('highlight.min.js', 'hljs');

/** Sets mathematics; brings its style sheet along. */
export function mathematics() {
  if (!document.getElementById('katex-style')) {
    const link = document.createElement('link');
    Object.assign(link, { id: 'katex-style', rel: 'stylesheet', href: new URL('lib/katex.min.css', import.meta.url).href });
    document.head.append(link);
  }
  return library('katex.min.js', 'katex');
}
