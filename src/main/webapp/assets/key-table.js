/** The visitor's API keys. */

import { request } from './api.js';
import { byId, element } from './dom.js';
import { label, language, text, verbatim } from './i18n.js';

/** @typedef {{id: string, label: string, prefix: string, scopes: string[], expires_at: string, last_used_at: string | null, revoked_at: string | null}} Key */

/** Which role makes a scope worth offering. */
const SCOPES = { chat: 'user', conversations: 'user', keys: 'user', audit: 'auditor', administration: 'administrator' };

export class KeyTable {
  /** @param {string[]} roles @param {(action: () => Promise<void>) => void} attempt tells what fails */
  constructor(roles, attempt) {
    this.attempt = attempt;
    for (const [scope, role] of Object.entries(SCOPES)) if (roles.includes(role)) offerChoice('key-scopes', scope, `scope_${scope}`, scope === 'chat');
    byId('key-form').addEventListener('submit', (/** @type {Event} */ event) => {
      event.preventDefault();
      attempt(() => this.#make());
    });
  }

  async load() {
    const { data } = await request('GET', 'api/keys');
    byId('keys').replaceChildren(...data.map((/** @type {Key} */ key) => this.#row(key)));
  }

  async #make() {
    const tokens = byId('key-tokens').valueAsNumber;
    const made = await request('POST', 'api/keys', {
      label: byId('key-label').value,
      expires_in_days: byId('key-days').valueAsNumber,
      scopes: chosen('key-scopes'),
      ...(Number.isNaN(tokens) ? {} : { tokens_per_day: tokens }),
    });
    byId('key-label').value = '';
    byId('secret').hidden = false;
    verbatim(byId('secret-text'), made.secret);
    await this.load();
  }

  /** @param {Key} key */
  #row(key) {
    const ended = key.revoked_at !== null || new Date(key.expires_at) < new Date();
    const row = element('tr', ended ? { class: 'ended' } : {});
    const scopes = element('td', {}, key.scopes.join(', '));
    row.append(element('td', {}, key.label), element('td', {}, element('code', {}, `${key.prefix}…`)), scopes, element('td', {}, day(key.expires_at)), element('td', {}, day(key.last_used_at)));
    const acts = element('td');
    if (!ended) {
      const revoke = element('button', { type: 'button', class: 'button' });
      text(revoke, 'revoke');
      label(revoke, 'revokeKey', { label: key.label });
      revoke.addEventListener('click', () => this.attempt(() => this.#revoke(key.id)));
      acts.append(revoke);
    }
    row.append(acts);
    return row;
  }

  /** @param {string} id */
  async #revoke(id) {
    await request('DELETE', `api/keys/${encodeURIComponent(id)}`);
    await this.load();
  }
}

/** A check box in a fieldset. @param {string} host @param {string} value @param {string} key of its text @param {boolean} checked */
export function offerChoice(host, value, key, checked) {
  const box = /** @type {HTMLInputElement} */ (element('input', { type: 'checkbox', value }));
  box.checked = checked;
  const words = element('span');
  text(words, key);
  byId(host).append(element('label', {}, box, words));
}

/** @param {string} host @returns {string[]} the values that are checked */
export const chosen = (host) => [...byId(host).querySelectorAll('input:checked')].map((box) => box.value);

/** @param {string | null} at ISO 8601 */
export const day = (at) => (at ? new Date(at).toLocaleDateString(language(), { dateStyle: 'medium' }) : '–');
