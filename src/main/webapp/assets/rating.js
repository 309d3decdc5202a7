/** Good or bad, with a comment if one has something to say. */

import { announce } from './announcer.js';
import { element, iconButton } from './dom.js';
import { label, text, translate } from './i18n.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {(message: Message, rating: {good: boolean, comment: string} | null) => Promise<boolean>} Rate keeps it; false if that failed */

/** @param {Message} message @param {Rate} rate @returns {HTMLElement[]} */
export function ratingButtons(message, rate) {
  const buttons = [true, false].map((good) => iconButton(good ? 'good' : 'bad', good ? 'rateGood' : 'rateBad', {}, () => choose(good)));
  const show = () => buttons.forEach((button, index) => button.setAttribute('aria-pressed', String(message.rating?.good === (index === 0))));
  const choose = async (/** @type {boolean} */ good) => {
    const next = message.rating?.good === good ? null : { good, comment: '' };
    if (!(await rate(message, next))) return;
    message.rating = next ?? undefined;
    show();
    announce(translate(next ? 'rated' : 'unrated'));
    document.querySelector('.comment-form')?.remove();
    if (next) buttons[1].closest('.answer-bar')?.after(commentForm(message, rate));
  };
  show();
  return buttons;
}

/** @param {Message} message @param {Rate} rate */
function commentForm(message, rate) {
  const field = element('input', { class: 'chat-field', maxlength: '1000', 'data-i18n-placeholder': 'rateComment' });
  label(field, 'rateComment');
  field.placeholder = translate('rateComment');
  const send = element('button', { type: 'submit', class: 'button' });
  text(send, 'rateSend');
  const form = element('form', { class: 'comment-form' }, field, send);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { rating } = message;
    if (rating && field.value.trim() && (await rate(message, { ...rating, comment: field.value.trim() }))) announce(translate('rated'));
    form.remove();
  });
  return form;
}
