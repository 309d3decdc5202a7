/** Everybody's accounts, for administrators. */

import { request } from './api.js';
import { byId, element } from './dom.js';
import { label, text, verbatim } from './i18n.js';
import { chosen, day, offerChoice } from './key-table.js';

/** @typedef {{name: string, roles: string[], provider: string | null, disabled: boolean, signed_in_at: string | null}} Account */

const ROLES = ['user', 'auditor', 'administrator'];

export class AccountTable {
  /** @param {(action: () => Promise<void>) => void} attempt tells what fails */
  constructor(attempt) {
    this.attempt = attempt;
    for (const role of ROLES) offerChoice('account-roles', role, `role_${role}`, role === 'user');
    byId('account-form').addEventListener('submit', (/** @type {Event} */ event) => {
      event.preventDefault();
      attempt(() => this.#make());
    });
  }

  async load() {
    const { data } = await request('GET', 'api/accounts');
    byId('accounts').replaceChildren(...data.map((/** @type {Account} */ account) => this.#row(account)));
  }

  async #make() {
    const made = await request('POST', 'api/accounts', { name: byId('account-name').value, roles: chosen('account-roles') });
    byId('account-name').value = '';
    this.#tell(made.password);
    await this.load();
  }

  /** @param {Account} account */
  #row(account) {
    const row = element('tr', account.disabled ? { class: 'ended' } : {});
    row.append(element('td', {}, account.name), element('td', {}, account.roles.join(', ')), element('td', {}, day(account.signed_in_at)));
    const acts = element('td', { class: 'acts' });
    acts.append(this.#act(account.disabled ? 'enable' : 'disable', account, () => this.#change(account)));
    if (account.provider === null) acts.append(this.#act('resetPassword', account, () => this.#reset(account)));
    row.append(acts);
    return row;
  }

  /** @param {string} key @param {Account} account @param {() => Promise<void>} action */
  #act(key, account, action) {
    const button = element('button', { type: 'button', class: 'button' });
    text(button, key);
    label(button, `${key}Of`, { name: account.name });
    button.addEventListener('click', () => this.attempt(action));
    return button;
  }

  /** @param {Account} account */
  async #change(account) {
    await request('PATCH', path(account), { disabled: !account.disabled });
    await this.load();
  }

  /** @param {Account} account */
  async #reset(account) {
    const { password } = await request('POST', `${path(account)}/password`);
    this.#tell(password);
  }

  /** @param {string} password */
  #tell(password) {
    byId('first-password').hidden = false;
    verbatim(byId('first-password-text'), password);
  }
}

/** @param {Account} account */
const path = ({ name }) => `api/accounts/${encodeURIComponent(name)}`;
