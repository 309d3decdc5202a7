/** Puts the parts together. */

import { showAccount } from './account.js';
import { settings } from './api.js';
import { App } from './app.js';
import { ChatList } from './chatlist.js';
import { Composer } from './composer.js';
import { byId } from './dom.js';
import { language, switchLanguage, text } from './i18n.js';
import { clear, tell } from './notice.js';
import { prefer, preference, showTheme } from './preferences.js';

const RETRY_MS = 3000;

switchLanguage(language());
const composer = new Composer();
const list = new ChatList();
const app = new App(composer, list);

composer.addEventListener('ask', (event) => app.ask(/** @type {CustomEvent} */ (event).detail));
composer.addEventListener('stop', () => app.session.stop());
list.addEventListener('renamed', (event) => app.renamed(/** @type {CustomEvent} */ (event).detail));
list.addEventListener('deleted', (event) => app.forget(/** @type {CustomEvent} */ (event).detail));
addEventListener('hashchange', app.follow);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing && app.session.running && !byId('confirm').open) app.session.stop();
});
for (const link of document.querySelectorAll('a[href="#/"]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault(); // a refused first question leaves the address as it was: following the link would change nothing
    location.hash = '#/';
    app.follow();
  });
}
byId('skip').addEventListener('click', (/** @type {Event} */ event) => {
  event.preventDefault(); // the address belongs to the chats
  byId('question').focus();
});

choice('theme', preference('theme') ?? 'system', showTheme);
choice('language', language(), switchLanguage);
app.follow();
list.load();
showAccount(byId('account')).catch(() => undefined); // the list of chats tells what is wrong
configure();

/** @param {'theme' | 'language'} name @param {string} value @param {(value: string) => void} apply */
function choice(name, value, apply) {
  const select = /** @type {HTMLSelectElement} */ (byId(name));
  select.value = value;
  select.addEventListener('change', () => {
    prefer(name, select.value);
    apply(select.value);
  });
}

async function configure() {
  try {
    const offered = await settings();
    composer.offer(offered);
    byId('model').hidden = false;
    text(byId('model'), 'model', { model: offered.model, context: offered.max_model_len });
    clear('settings');
  } catch (failure) {
    tell('settings', 'serverSays', { message: /** @type {Error} */ (failure).message });
    setTimeout(configure, RETRY_MS);
  }
}
