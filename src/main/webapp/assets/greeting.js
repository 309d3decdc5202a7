/** An empty chat: a greeting and questions to begin with. */

import { element } from './dom.js';
import { text, translate } from './i18n.js';

const EXAMPLES = ['example1', 'example2', 'example3', 'example4'];

/** @param {(question: string) => void} ask @param {boolean} temporary */
export function greeting(ask, temporary) {
  const heading = element('h2', { class: 'greeting-title' });
  text(heading, 'greeting');
  const words = element('p', { class: 'greeting-text' });
  text(words, temporary ? 'temporaryText' : 'greetingText');
  const examples = EXAMPLES.map((key) => {
    const button = element('button', { type: 'button', class: 'example' });
    text(button, key);
    button.addEventListener('click', () => ask(translate(key)));
    return element('li', {}, button);
  });
  return element('div', { class: 'greeting' }, heading, words, element('ul', { class: 'examples' }, ...examples));
}
