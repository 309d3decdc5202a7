/** The list of chats: newest first, grouped by day, more on demand. */

import { deleteConversation, listConversations, renameConversation } from './api.js';
import { announce } from './announcer.js';
import { ChatRow } from './chatrow.js';
import { confirmed } from './confirm.js';
import { byId, element } from './dom.js';
import { dayGroup } from './format.js';
import { text, translate } from './i18n.js';
import { clear, tell } from './notice.js';

/** @typedef {import('./api.js').Summary} Summary */

/** Events: `renamed` (detail: Summary), `deleted` (detail: id). */
export class ChatList extends EventTarget {
  #nav = byId('chat-list');
  /** @type {Map<string, ChatRow>} newest first */
  #rows = new Map();
  /** @type {string | null} */
  #next = null;
  /** @type {string | null} */
  #current = null;

  /** Reads the newest chats, or the next older ones. @param {string | null} [before] */
  async load(before = null) {
    try {
      const page = await listConversations(before);
      if (!before) this.#rows.clear();
      for (const summary of page.data) if (!this.#rows.has(summary.id)) this.#add(summary);
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
    row.summary = summary;
    this.#rows.delete(summary.id);
    this.#rows = new Map([[summary.id, row], ...this.#rows]);
    this.#render();
  }

  /** @param {string | null} id of the chat on the screen */
  set current(id) {
    this.#current = id;
    for (const [key, row] of this.#rows) row.current = key === id;
  }

  /** @param {Summary} summary */
  #row(summary) {
    return new ChatRow(summary, { rename: (row, title) => this.#rename(row, title), remove: (row) => this.#remove(row) });
  }

  /** @param {Summary} summary */
  #add(summary) {
    this.#rows.set(summary.id, this.#row(summary));
  }

  /** @param {ChatRow} row @param {string} title */
  async #rename(row, title) {
    try {
      row.summary = await renameConversation(row.summary.id, title);
      clear('rename');
      announce(translate('renamed', { title: row.summary.title }));
      this.dispatchEvent(new CustomEvent('renamed', { detail: row.summary }));
    } catch {
      tell('rename', 'renameFailed', {}, { key: 'retry', run: () => this.#rename(row, title) });
    }
  }

  /** @param {ChatRow} row */
  async #remove(row) {
    const { id, title } = row.summary;
    if (!(await confirmed('deleteQuestion', 'deleteText', { title }))) return;
    try {
      await deleteConversation(id);
    } catch (failure) {
      // Already deleted elsewhere is what was wanted.
      if (/** @type {any} */ (failure).status !== 404) return void tell('delete', 'deleteFailed');
    }
    clear('delete');
    const neighbour = this.#neighbour(id);
    this.#rows.delete(id);
    this.#render();
    (neighbour?.link ?? byId('new-chat')).focus();
    announce(translate('deleted', { title }));
    this.dispatchEvent(new CustomEvent('deleted', { detail: id }));
  }

  /** @param {string} id @returns {ChatRow | undefined} the row that takes the place of a deleted one */
  #neighbour(id) {
    const rows = [...this.#rows.values()];
    const index = rows.findIndex((row) => row.summary.id === id);
    return rows[index + 1] ?? rows[index - 1];
  }

  #render() {
    const now = new Date();
    const groups = Map.groupBy(this.#rows.values(), (row) => dayGroup(new Date(row.summary.updated_at), now));
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    this.#nav.replaceChildren(...[...groups].flatMap(([day, rows]) => groupView(day, rows)));
    if (this.#rows.size === 0) this.#nav.append(emptyView());
    if (this.#next) this.#nav.append(this.#moreButton());
    this.current = this.#current;
    if (focused && focused !== document.activeElement && this.#nav.contains(focused)) focused.focus();
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

/** @param {string} day @param {ChatRow[]} rows */
function groupView(day, rows) {
  const heading = element('h2', { class: 'group' });
  text(heading, day);
  return [heading, element('ul', {}, ...rows.map((row) => row.element))];
}

function emptyView() {
  const words = element('p', { class: 'no-chats' });
  text(words, 'noChats');
  return words;
}
