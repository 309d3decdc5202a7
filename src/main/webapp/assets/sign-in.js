/** The sign-in page: by name and password, at a provider, or by the link that the start printed. */

import { ApiFailure, request } from './api.js';
import { offerAppearance } from './appearance.js';
import { byId } from './dom.js';
import { text, verbatim } from './i18n.js';

const LINK = '#link=';
const REASON = '#trouble=';
/** @type {Record<string, string>} */
const REASONS = { wrong_credentials: 'wrongCredentials', too_many_attempts: 'tooManyAttempts', no_role: 'noRole', provider: 'providerTrouble' };

offerAppearance();
byId('password-form').addEventListener('submit', async (/** @type {Event} */ event) => {
  event.preventDefault();
  await tried(() => request('POST', 'api/sign-in', { name: byId('name').value, password: byId('password').value }));
  byId('password').select();
});
begin();

async function begin() {
  const { hash } = location;
  if (hash.startsWith(REASON)) tell(hash.slice(REASON.length));
  if (hash.startsWith(LINK)) {
    history.replaceState(null, '', location.pathname); // the secret does not stay in the address
    await tried(() => request('POST', 'api/sign-in/link', { secret: hash.slice(LINK.length) }));
  }
  try {
    const ways = await request('GET', 'api/sign-in');
    byId('password-form').hidden = !ways.password;
    byId('provider').hidden = !ways.provider;
    if (ways.password) byId('name').focus();
  } catch (failure) {
    report(failure);
  }
}

/** @param {() => Promise<{must_change_password: boolean}>} attempt */
async function tried(attempt) {
  try {
    const { must_change_password: mustChange } = await attempt();
    const chat = location.hash.startsWith('#/') ? location.hash : '';
    location.replace(mustChange ? 'account.html' : `./${chat}`);
  } catch (failure) {
    report(failure);
  }
}

/** @param {unknown} failure */
function report(failure) {
  const { code, message } = failure instanceof ApiFailure ? failure : { code: undefined, message: String(failure) };
  if (code && code in REASONS) tell(code);
  else verbatim(byId('trouble'), message);
}

/** @param {string} code */
function tell(code) {
  text(byId('trouble'), REASONS[code] ?? 'problemOther');
}
