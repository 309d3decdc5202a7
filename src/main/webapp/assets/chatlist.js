/** The list of chats: pinned ones, then newest first by day, more on demand; or what a search found, or what was put away. */

import { changeConversation, deleteConversation, listConversations, searchConversations } from './api.js';
import { announce } from './announcer.js';
import { ChatRow } from './chatrow.js';
import { byId, element } from './dom.js';
import { dayGroup } from './format.js';
import { emptyView, groupView } from './listviews.js';
import { text, translate } from './i18n.js';
import { clear, tell } from './notice.js';

/** @typedef {import('./api.js').Summary} Summary */

const UNDO_MS = 8000;
const SEARCH_PAUSE_MS = 200;

/** Events: `renamed` (detail: Summary), `deleted` (detail: id). */
export class ChatList extends EventTarget {
  #nav = byId('chat-list');
  #field = /** @type {HTMLInputElement} */ (byId('search'));
  /** @type {Map<string, ChatRow>} pinned and recent, newest first */
  #rows = new Map();
  /** @type {string | null} */
  #next = null;
  /** @type {string | null} */
  #current = null;
  /** Rows of another list that is shown instead. @type {{key: string, rows: ChatRow[]} | null} */
  #other = null;
  /** Deleted here, and in the store as soon as nobody can want them back. @type {Map<string, ReturnType<typeof setTimeout>>} */
  #leaving = new Map();
  #pages = new BroadcastChannel('repartee.chats');
  #asked = 0;

  constructor() {
    super();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let pause;
    this.#field.addEventListener('input', () => {
      clearTimeout(pause);
      pause = setTimeout(() => this.#search(), SEARCH_PAUSE_MS);
    });
    this.#field.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.shiftKey) return;
      event.stopPropagation();
      this.#field.value = '';
      this.#search();
    });
    byId('archive').addEventListener('click', () => this.#showArchive());
    // Another page of this browser changed something.
    this.#pages.onmessage = () => this.load();
    addEventListener('pagehide', () => {
      for (const id of this.#leaving.keys()) deleteConversation(id, true).catch(() => undefined);
    });
  }

  /** Reads the newest chats, or the next older ones. @param {string | null} [before] */
  async load(before = null) {
    try {
      const [pinned, page] = await Promise.all([before ? null : listConversations(null, 'pinned'), listConversations(before)]);
      if (!before) this.#rows.clear();
      for (const summary of [...(pinned?.data ?? []), ...page.data]) if (!this.#rows.has(summary.id)) this.#rows.set(summary.id, this.#row(summary));
      this.#next = page.has_more ? page.next : null;
      clear('list');
      this.#render();
    } catch {
      tell('list', 'listFailed', {}, { key: 'retry', run: () => this.load(before) });
    }
  }

  /** A chat was asked something: it is the newest now. @param {Summary} summary */
  touch(summary) {
    const row = this.#rows.get(summary.id) ?? this.#row(summary);
    row.summary = { ...row.summary, ...summary };
    this.#rows.delete(summary.id);
    this.#rows = new Map([[summary.id, row], ...this.#rows]);
    this.#render();
    this.#pages.postMessage('changed');
  }

  focusSearch() {
    this.#field.focus();
    this.#field.select();
  }

  /** @param {string} id @returns {Summary | undefined} */
  summary(id) {
    return this.#rows.get(id)?.summary;
  }

  /** The row's own menu, opened from elsewhere. @param {string} id @param {HTMLElement} button */
  menu(id, button) {
    this.#rows.get(id)?.openMenu(button);
  }

  /** @param {string | null} id of the chat on the screen */
  set current(id) {
    this.#current = id;
    for (const row of [...this.#rows.values(), ...(this.#other?.rows ?? [])]) row.current = row.summary.id === id;
  }

  /** @param {Summary} summary */
  #row(summary) {
    return new ChatRow(summary, {
      rename: (row, title) => this.#rename(row, title),
      changed: (row, changed) => this.#changed(row, changed),
      remove: (row) => this.#remove(row),
    });
  }

  async #search() {
    const words = this.#field.value.trim();
    const asked = ++this.#asked;
    if (!words) {
      this.#other = null;
      return this.#render();
    }
    try {
      const { data } = await searchConversations(words);
      if (asked !== this.#asked) return;
      this.#other = { key: 'found', rows: data.map((found) => this.#row(found)) };
      clear('list');
      this.#render();
      announce(translate('foundCount', { count: data.length }));
    } catch {
      if (asked === this.#asked) tell('list', 'searchFailed', {}, { key: 'retry', run: () => this.#search() });
    }
  }

  async #showArchive() {
    if (this.#other?.key === 'archived') {
      this.#other = null;
      return this.#render();
    }
    try {
      const { data } = await listConversations(null, 'archived');
      this.#other = { key: 'archived', rows: data.map((summary) => this.#row(summary)) };
      this.#render();
    } catch {
      tell('list', 'listFailed', {}, { key: 'retry', run: () => this.#showArchive() });
    }
  }

  /** @param {ChatRow} row @param {string} title */
  async #rename(row, title) {
    try {
      row.summary = await changeConversation(row.summary.id, { title });
      clear('rename');
      announce(translate('renamed', { title: row.summary.title }));
      this.dispatchEvent(new CustomEvent('renamed', { detail: row.summary }));
      this.#pages.postMessage('changed');
    } catch {
      tell('rename', 'renameFailed', {}, { key: 'retry', run: () => this.#rename(row, title) });
    }
  }

  /** @param {ChatRow} row @param {Summary} changed */
  #changed(row, changed) {
    row.summary = changed;
    if (this.#other?.key === 'archived') this.#other.rows = this.#other.rows.filter(({ summary }) => summary.archived);
    announce(translate(changed.archived ? 'archivedNow' : changed.pinned ? 'pinnedNow' : 'changedNow', { title: changed.title }));
    this.#pages.postMessage('changed');
    this.load();
  }

  /** Gone from the list at once, and from the store when it can no longer be undone. @param {ChatRow} row */
  #remove(row) {
    const { id, title } = row.summary;
    const neighbour = this.#neighbour(id);
    const undo = () => {
      clearTimeout(this.#leaving.get(id));
      this.#leaving.delete(id);
      clear('delete');
      this.#render();
      row.link.focus();
    };
    this.#leaving.set(id, setTimeout(() => this.#forget(id), UNDO_MS));
    this.#render();
    (neighbour?.link ?? byId('new-chat')).focus();
    announce(translate('deleted', { title }));
    tell('delete', 'deleted', { title }, { key: 'undo', run: undo });
    this.dispatchEvent(new CustomEvent('deleted', { detail: id }));
  }

  /** @param {string} id */
  async #forget(id) {
    try {
      await deleteConversation(id);
    } catch (failure) {
      // Already deleted elsewhere is what was wanted.
      if (/** @type {any} */ (failure).status !== 404) {
        this.#leaving.delete(id);
        this.#render();
        return void tell('delete', 'deleteFailed');
      }
    }
    this.#leaving.delete(id);
    this.#rows.delete(id);
    clear('delete');
    this.#pages.postMessage('changed');
  }

  /** @param {string} id @returns {ChatRow | undefined} the row that takes the place of a deleted one */
  #neighbour(id) {
    const rows = [...this.#rows.values()];
    const index = rows.findIndex((row) => row.summary.id === id);
    return rows[index + 1] ?? rows[index - 1];
  }

  #render() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const shown = (/** @type {Iterable<ChatRow>} */ rows) => [...rows].filter((row) => !this.#leaving.has(row.summary.id));
    const groups = this.#other ? [groupView(this.#other.key, shown(this.#other.rows))] : this.#groups(shown(this.#rows.values()));
    this.#nav.replaceChildren(...groups.flat());
    if (!this.#nav.querySelector('.chat-row')) this.#nav.append(emptyView(this.#other ? 'nothingFound' : 'noChats'));
    if (this.#next && !this.#other) this.#nav.append(this.#moreButton());
    byId('archive').setAttribute('aria-pressed', String(this.#other?.key === 'archived'));
    this.current = this.#current;
    if (focused && focused !== document.activeElement && this.#nav.contains(focused)) focused.focus();
  }

  /** @param {ChatRow[]} rows */
  #groups(rows) {
    const now = new Date();
    const groups = Map.groupBy(rows, ({ summary }) => (summary.pinned ? 'pinned' : dayGroup(new Date(summary.updated_at), now)));
    const pinned = groups.get('pinned');
    groups.delete('pinned');
    return [...(pinned ? [groupView('pinned', pinned)] : []), ...[...groups].map(([day, of]) => groupView(day, of))];
  }

  #moreButton() {
    const button = element('button', { type: 'button', class: 'button load-more' });
    text(button, 'loadMore');
    button.addEventListener('click', async () => {
      const last = [...this.#rows.values()].at(-1);
      await this.load(this.#next);
      last?.link.focus();
    });
    return button;
  }
}
