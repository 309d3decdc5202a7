/** Which chat is on the screen. Chats that are being answered go on when another one is opened. */

import { announce } from './announcer.js';
import { ApiFailure } from './api.js';
import { copy } from './copy.js';
import { showInstructions } from './dialogs.js';
import { byId } from './dom.js';
import { closeDrawer } from './drawer.js';
import { greeting } from './greeting.js';
import { renderAll, text, translate, verbatim } from './i18n.js';
import { clear, tell, watch } from './notice.js';
import { grown, toBottom } from './scroll.js';
import { Session } from './session.js';
import { ChatSocket } from './socket.js';

export class App {
  /** @type {Set<Session>} left while they were being answered */
  #background = new Set();
  /** Counts navigations: a chat that loads late must not replace one that was opened after it. */
  #visit = 0;

  /** @param {import('./composer.js').Composer} composer @param {import('./chatlist.js').ChatList} list */
  constructor(composer, list) {
    this.composer = composer;
    this.list = list;
    this.session = this.#newSession(this.#newSocket());
    this.#show(this.session);
  }

  /** Shows what the address says: `#/c/<id>` is a chat, `#/s/<token>` a shared one, anything else a new one. */
  follow = async () => {
    const [, kind, name] = /^#\/([cs])\/([\w-]+)$/.exec(location.hash) ?? [];
    const id = kind === 's' ? `shared-${name}` : (name ?? null);
    closeDrawer();
    const visit = ++this.#visit;
    clear('load');
    if (id ? id === this.session.id : this.session.blank) return this.composer.focus();
    const waiting = id ? [...this.#background].find((session) => session.id === id) : undefined;
    const session = waiting ?? this.#newSession(this.session.running ? this.#newSocket() : this.session.socket);
    const load = () => (kind === 's' ? session.loadShared(name) : session.load(name));
    if (id && !waiting && !(await this.#loaded(session, load, visit))) return;
    this.#leave(session);
    this.#show(session);
    if (id) announce(translate('chatOpened', { title: session.title }));
  };

  /** @param {{text: string, options: import('./session.js').Options, askedAt: number}} question */
  ask({ text: question, options, askedAt }) {
    this.session.ask(question, options, askedAt);
    toBottom();
  }

  /** A new chat of which nothing is kept, or again one that is. */
  toggleTemporary() {
    const { session } = this;
    if (!session.blank) return;
    session.temporary = !session.temporary;
    announce(translate(session.temporary ? 'temporaryOn' : 'temporaryOff'));
    this.#refresh();
    this.composer.focus();
  }

  editInstructions() {
    const { session } = this;
    showInstructions(session.instructions, (instructions) => session.instruct(instructions));
  }

  editLast() {
    /** @type {HTMLElement | undefined} */ ([...this.session.thread.element.querySelectorAll('.question-bar .icon-button:last-child')].at(-1))?.click();
  }

  copyLast() {
    const answer = this.session.tree.branch().findLast(({ role }) => role === 'assistant');
    if (answer) copy(answer.content).then((done) => announce(translate(done ? 'copied' : 'copyFailed')));
  }

  /** @param {string} id of a chat that was deleted */
  forget(id) {
    if (this.session.id === id) location.hash = '#/';
    for (const session of this.#background) if (session.id === id) this.#drop(session);
  }

  /** @param {Session} session @param {() => Promise<void>} load @param {number} visit @returns {Promise<boolean>} whether it may be shown */
  async #loaded(session, load, visit) {
    try {
      await load();
    } catch (failure) {
      const gone = failure instanceof ApiFailure && failure.status === 404;
      const way = { key: gone ? 'newChat' : 'retry', run: () => (gone ? (location.hash = '#/') : this.follow()) };
      if (visit === this.#visit) tell('load', gone ? 'problemGone' : 'loadFailed', {}, way);
      this.#abandon(session);
      return false;
    }
    if (visit === this.#visit) return true;
    this.#abandon(session);
    return false;
  }

  /** @param {Session} session one that was never shown */
  #abandon(session) {
    session.leave();
    if (session.socket !== this.session.socket) session.socket.close();
  }

  /** @param {Session} next */
  #leave(next) {
    const left = this.session;
    if (left.running) this.#background.add(left);
    else {
      left.leave();
      if (left.socket !== next.socket) left.socket.close();
    }
    this.#background.delete(next);
  }

  /** @param {Session} session */
  #show(session) {
    this.session = session;
    byId('thread').replaceChildren(session.thread.element);
    renderAll(session.thread.element);
    this.#refresh();
    toBottom();
    this.composer.focus();
  }

  #newSocket() {
    const socket = new ChatSocket();
    watch(socket);
    return socket;
  }

  /** @param {ChatSocket} socket */
  #newSession(socket) {
    const session = new Session(socket, grown);
    session.addEventListener('changed', () => this.#changed(session));
    session.addEventListener('accepted', () => this.#accepted(session));
    session.addEventListener('edit', (event) => {
      this.composer.draft = /** @type {CustomEvent<string>} */ (event).detail;
    });
    session.addEventListener('ask', (event) => {
      const { text: question, place } = /** @type {CustomEvent} */ (event).detail;
      session.ask(question, this.composer.options, performance.now(), place);
      toBottom();
    });
    return session;
  }

  /** @param {Session} session */
  #accepted(session) {
    const { id, title } = session;
    if (!id || session.temporary) return;
    const now = new Date().toISOString();
    if (session === this.session) history.replaceState(null, '', `#/c/${id}`);
    this.list.touch({ id, title, created_at: now, updated_at: now });
  }

  /** @param {Session} session */
  #changed(session) {
    if (session === this.session) this.#refresh();
    else if (this.#background.has(session) && !session.running) this.#drop(session);
  }

  /** @param {Session} session one of the background whose answer is stored, or no longer wanted */
  #drop(session) {
    this.#background.delete(session);
    session.leave();
    session.socket.close();
  }

  #refresh() {
    const { id, title, running, thread, temporary, readOnly, instructions } = this.session;
    const stored = id && !temporary && !readOnly ? id : null;
    this.composer.running = running;
    this.composer.show(stored, () => this.session.instructions);
    this.list.current = id;
    document.title = id ? `${title} · Repartee` : 'Repartee';
    if (id && !temporary) verbatim(byId('chat-title'), title);
    else text(byId('chat-title'), temporary ? 'temporaryChat' : 'newChat');
    byId('composer').hidden = readOnly;
    byId('read-only').hidden = !readOnly;
    byId('chat-menu').hidden = !stored;
    byId('temporary').hidden = !this.session.blank;
    byId('temporary').setAttribute('aria-pressed', String(temporary));
    byId('edit-instructions').hidden = readOnly;
    byId('edit-instructions').toggleAttribute('data-set', instructions !== '');
    const host = byId('thread');
    host.querySelector('.greeting')?.remove();
    if (thread.empty) host.append(greeting((question) => this.composer.askFor(question), temporary));
  }

  /** @param {import('./api.js').Summary} summary a chat with its new title */
  renamed({ id, title }) {
    for (const session of [this.session, ...this.#background]) if (session.id === id) session.title = title;
    this.#refresh();
  }
}
