/** Puts the parts together. */

import { showAccount } from './account.js';
import { settings } from './api.js';
import { App } from './app.js';
import { ChatList } from './chatlist.js';
import { Composer } from './composer.js';
import { showShortcuts } from './dialogs.js';
import { byId } from './dom.js';
import { openDrawer } from './drawer.js';
import { language, switchLanguage, text } from './i18n.js';
import { ready } from './markdown.js';
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
composer.addEventListener('up', () => app.editLast());
byId('chat-menu').addEventListener('click', () => app.session.id && list.menu(app.session.id, byId('chat-menu')));
byId('temporary').addEventListener('click', () => app.toggleTemporary());
byId('edit-instructions').addEventListener('click', () => app.editInstructions());
byId('show-shortcuts').addEventListener('click', showShortcuts);

/** @type {Record<string, () => void>} by the keys held down, as the sheet of shortcuts tells them */
const SHORTCUTS = {
  'Control+k': () => {
    openDrawer();
    list.focusSearch();
  },
  'Control+Shift+o': () => byId('new-chat').click(),
  'Control+Shift+c': () => app.copyLast(),
  'Control+/': showShortcuts,
  'Shift+escape': () => byId('question').focus(),
  escape: () => app.session.running && app.session.stop(),
};
document.addEventListener('keydown', (event) => {
  if (event.isComposing || document.querySelector('dialog[open]')) return;
  const held = [(event.ctrlKey || event.metaKey) && 'Control', event.shiftKey && event.key !== '/' && 'Shift', event.key.toLowerCase()];
  const run = SHORTCUTS[held.filter(Boolean).join('+')];
  if (!run) return;
  if (event.key !== 'Escape') event.preventDefault();
  run();
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

// The first answer shall not wait for it.
ready().catch(() => undefined); // then it is tried again with that answer
