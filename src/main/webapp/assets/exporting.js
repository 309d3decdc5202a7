/** A chat as a file: Markdown to read, JSON to go on with. */

import { translate } from './i18n.js';

/** @typedef {import('./api.js').Message} Message */

/** @param {string} title @param {Message[]} branch */
export function asMarkdown(title, branch) {
  const parts = branch.map(({ role, content }) => `## ${translate(role === 'user' ? 'you' : 'assistant')}\n\n${content.trim()}\n`);
  return `# ${title}\n\n${parts.join('\n')}`;
}

/** @param {string} name @param {string} type @param {string} content */
export function download(name, type, content) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: `${name.replaceAll(/[\\/:*?"<>|\n]/g, ' ').trim().slice(0, 60) || 'chat'}.${type.includes('json') ? 'json' : 'md'}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url));
}
