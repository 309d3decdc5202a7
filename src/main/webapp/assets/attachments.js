/** Long pasted text travels within the question, between marks that the page hides and the model understands. */

/** @typedef {{name: string, body: string}} Attachment */

const MARK = /\n*<attachment name="([^"\n]*)">\n([^]*?)\n<\/attachment>/g;

/** @param {string} words @param {Attachment[]} attachments */
export function withAttachments(words, attachments) {
  const parts = attachments.map(({ name, body }) => `<attachment name="${name}">\n${body.replaceAll('</attachment>', '<​/attachment>')}\n</attachment>`);
  const first = words || attachments.map(({ name }) => name).join(', '); // a chat's title comes from its first line
  return [first, ...parts].filter(Boolean).join('\n\n');
}

/** @param {string} question @returns {{words: string, attachments: Attachment[]}} */
export function splitAttachments(question) {
  const attachments = [...question.matchAll(MARK)].map(([, name, body]) => ({ name, body }));
  return { words: question.replace(MARK, '').trim(), attachments };
}

/** @param {string} body @returns {'code' | 'markdown' | 'text'} what a pasted text seems to be */
export function kindOf(body) {
  if (/^(?:#{1,6} |[-*] |\d+\. |```)/m.test(body) && /^#{1,6} |```|\*\*/m.test(body)) return 'markdown';
  const lines = body.split('\n').filter((line) => line.trim());
  const coded = lines.filter((line) => /[;{}()=<>]\s*$|^\s{2,}\S|^(?:def|class|import|function|public|const|let|var|#include)\b/.test(line));
  return coded.length > lines.length / 3 ? 'code' : 'text';
}
