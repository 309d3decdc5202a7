/** What a page does when the server no longer knows who is in front of it. */

/** The address of a chat is kept for afterwards. */
export function toSignIn() {
  location.assign(`sign-in.html${location.hash}`);
}

/** Goes to the page that helps, if there is one. @param {string | undefined} code of an error */
export function follow(code) {
  if (code === 'not_signed_in') toSignIn();
  else if (code === 'password_change_required') location.assign('account.html');
}

/** To be asked when a connection was lost: a signed-out browser would try in vain for ever. */
export async function checkSignedIn() {
  const response = await fetch('api/account').catch(() => undefined); // not reached: the connection itself is the trouble
  if (response?.status === 401) toSignIn();
}
