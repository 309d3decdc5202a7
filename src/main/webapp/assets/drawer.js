/** On a narrow screen the list of chats is a drawer over the chat; on a wide one it is simply there. */

import { byId } from './dom.js';

const narrow = matchMedia('(max-width: 48rem)');
const sidebar = /** @type {HTMLElement} */ (byId('sidebar'));
let open = false;

byId('open-drawer').addEventListener('click', () => setOpen(true));
byId('close-drawer').addEventListener('click', () => setOpen(false));
byId('scrim').addEventListener('click', () => setOpen(false));
narrow.addEventListener('change', () => setOpen(false));
sidebar.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && open) {
    event.stopPropagation();
    setOpen(false);
  }
});
show();

/** Where it is one. */
export function openDrawer() {
  if (narrow.matches) setOpen(true);
}

/** After something was chosen in it. */
export function closeDrawer() {
  if (open) setOpen(false);
}

/** @param {boolean} wanted */
function setOpen(wanted) {
  const changed = open !== wanted;
  open = wanted;
  show();
  if (changed && narrow.matches) byId(open ? 'close-drawer' : 'open-drawer').focus();
}

function show() {
  sidebar.inert = narrow.matches && !open;
  byId('column').inert = narrow.matches && open;
  sidebar.classList.toggle('open', open);
  byId('scrim').hidden = !open;
  byId('open-drawer').setAttribute('aria-expanded', String(open));
}
