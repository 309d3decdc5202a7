/** Who is signed in, in a corner of the chat page: to the account, and out. */

import { request } from './api.js';
import { element } from './dom.js';
import { label, text } from './i18n.js';

/** Ends the session, here and at the provider. */
export async function signOut() {
  const { location: next } = await request('POST', 'api/sign-out');
  location.assign(next);
}

/** @param {HTMLElement} host where it is shown */
export async function showAccount(host) {
  const { name } = await request('GET', 'api/account');
  const link = element('a', { class: 'account-name', href: 'account.html' }, name);
  label(link, 'accountOf', { name });
  const button = element('button', { type: 'button', class: 'button' });
  text(button, 'signOut');
  button.addEventListener('click', signOut);
  host.replaceChildren(link, button);
}
