/** Follows the newest text while the reader is at the bottom, and never takes them away from what they read. */

import { byId } from './dom.js';

const NEAR_PX = 40;

const scroller = /** @type {HTMLElement} */ (byId('scroller'));
const jump = byId('jump');
let following = true;

scroller.addEventListener('scroll', () => {
  following = distance() < NEAR_PX;
  show();
});
// A wheel turned upwards is meant, even where the next word would scroll down before the event above.
scroller.addEventListener(
  'wheel',
  (event) => {
    if (event.deltaY < 0 && scroller.scrollHeight > scroller.clientHeight) following = false;
  },
  { passive: true },
);
jump.addEventListener('click', () => {
  toBottom();
  scroller.focus({ preventScroll: true });
});
new ResizeObserver(() => grown()).observe(scroller);

/** The text got longer, or the room for it smaller. */
export function grown() {
  if (following) scroller.scrollTop = scroller.scrollHeight;
  show();
}

export function toBottom() {
  following = true;
  grown();
}

const distance = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;

function show() {
  jump.hidden = following || distance() < NEAR_PX;
}
