/** The account page: password, API keys, and for administrators everybody's accounts. */

import { signOut } from './account.js';
import { AccountTable } from './account-table.js';
import { ApiFailure, request } from './api.js';
import { offerAppearance } from './appearance.js';
import { byId, element } from './dom.js';
import { text, verbatim } from './i18n.js';
import { KeyTable } from './key-table.js';

offerAppearance();
byId('sign-out').addEventListener('click', () => attempt(signOut));
byId('password-form').addEventListener('submit', (/** @type {Event} */ event) => {
  event.preventDefault();
  attempt(changePassword);
});
attempt(show);

async function show() {
  const account = await request('GET', 'api/account');
  text(byId('who'), 'signedInAs', { name: account.name });
  byId('username').value = account.name;
  byId('roles').replaceChildren(...account.roles.map(roleName));
  byId('password-section').hidden = !account.has_password;
  byId('must-change').hidden = !account.must_change_password;
  if (account.must_change_password) {
    byId('current').focus();
    return;
  }
  byId('keys-section').hidden = false;
  byId('data-section').hidden = false;
  await new KeyTable(account.roles, attempt).load();
  if (!account.roles.includes('administrator')) return;
  byId('accounts-section').hidden = false;
  await new AccountTable(attempt).load();
}

/** @param {string} role */
function roleName(role) {
  const name = element('span', { class: 'role' });
  text(name, `role_${role}`);
  return name;
}

async function changePassword() {
  const [current, chosen] = [byId('current'), byId('chosen')];
  await request('POST', 'api/account/password', { current: current.value, password: chosen.value });
  current.value = chosen.value = '';
  if (byId('must-change').hidden) text(byId('told'), 'passwordChanged');
  else location.assign('./');
}

/** Shows what went wrong where everyone looks. @param {() => Promise<void>} action */
async function attempt(action) {
  byId('trouble').replaceChildren();
  byId('told').replaceChildren();
  try {
    await action();
  } catch (failure) {
    if (failure instanceof ApiFailure && failure.code === 'wrong_credentials') text(byId('trouble'), 'wrongPassword');
    else verbatim(byId('trouble'), /** @type {Error} */ (failure).message);
  }
}
