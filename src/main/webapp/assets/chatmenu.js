/** What can be done with a whole chat. */

import { announce } from './announcer.js';
import { changeConversation, readConversation, revokeShare, shareConversation } from './api.js';
import { copy } from './copy.js';
import { asMarkdown, download } from './exporting.js';
import { translate } from './i18n.js';
import { openMenu } from './menu.js';
import { clear, tell } from './notice.js';
import { Tree } from './tree.js';

/** @typedef {import('./api.js').Summary} Summary */

/**
 * @param {HTMLElement} button
 * @param {Summary} summary
 * @param {{rename: () => void, changed: (summary: Summary) => void, remove: () => void}} deeds
 */
export function chatMenu(button, summary, { rename, changed, remove }) {
  const { id, pinned, archived } = summary;
  const change = async (/** @type {object} */ changes) => {
    try {
      changed(await changeConversation(id, changes));
    } catch {
      tell('change', 'changeFailed', {}, { key: 'retry', run: () => change(changes) });
    }
  };
  openMenu(button, [
    { icon: 'rename', key: 'menuRename', run: rename },
    { icon: 'pin', key: pinned ? 'menuUnpin' : 'menuPin', run: () => change({ pinned: !pinned }) },
    { icon: 'archive', key: archived ? 'menuUnarchive' : 'menuArchive', run: () => change({ archived: !archived }) },
    { icon: 'share', key: 'menuShare', run: () => share(id) },
    { icon: 'export', key: 'menuMarkdown', run: () => exported(id, false) },
    { icon: 'export', key: 'menuJson', run: () => exported(id, true) },
    { icon: 'delete', key: 'menuDelete', run: remove, danger: true },
  ]);
}

/** @param {string} id */
async function share(id) {
  try {
    const { token } = await shareConversation(id);
    const url = new URL(`#/s/${token}`, document.baseURI).href;
    const copied = await copy(url);
    tell('share', copied ? 'shareCopied' : 'shareLink', { url }, { key: 'shareRevoke', run: () => revoke(id) });
  } catch {
    tell('share', 'shareFailed', {}, { key: 'retry', run: () => share(id) });
  }
}

/** @param {string} id */
async function revoke(id) {
  try {
    await revokeShare(id);
    clear('share');
    announce(translate('shareRevoked'));
    tell('share', 'shareRevoked');
    setTimeout(() => clear('share'), 4000);
  } catch {
    tell('share', 'shareFailed', {}, { key: 'retry', run: () => revoke(id) });
  }
}

/** @param {string} id @param {boolean} json */
async function exported(id, json) {
  try {
    const chat = await readConversation(id);
    const tree = new Tree();
    tree.set(chat.messages, chat.leaf ?? null);
    if (json) download(chat.title, 'application/json', JSON.stringify(chat, null, 2));
    else download(chat.title, 'text/markdown', asMarkdown(chat.title, tree.branch()));
  } catch {
    tell('export', 'loadFailed', {}, { key: 'retry', run: () => exported(id, json) });
  }
}
