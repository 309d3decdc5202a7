/** The server's REST resources. Every failure is an ApiFailure with the server's own words, if it had any. */

import { follow } from './signed-in.js';

/** @typedef {{model: string, max_model_len: number, max_tokens: {presets: number[], limit: number}, reasoning_efforts: string[]}} Settings */
/** @typedef {{id: string, title: string, created_at: string, updated_at: string, pinned?: boolean, archived?: boolean}} Summary */
/** @typedef {Summary & {passage?: {before: string, match: string, after: string}}} Found */
/** @typedef {{data: Summary[], has_more: boolean, next: string | null}} Page */
/** @typedef {{prompt_tokens: number, completion_tokens: number, total_tokens: number,
 *   prompt_tokens_details?: {cached_tokens?: number}, completion_tokens_details?: {reasoning_tokens?: number}}} Usage */
/** @typedef {{accepted_ms?: number, queue_ms?: number, prefill_ms?: number, first_token_ms?: number, first_reasoning_ms?: number,
 *   first_answer_ms?: number, total_ms?: number}} Timings */
/** @typedef {{id: string, parent?: string, role: 'user' | 'assistant', content: string, reasoning?: string, rating?: {good: boolean, comment: string},
 *   state?: 'complete' | 'stopped' | 'interrupted' | 'failed' | 'streaming', finish_reason?: string,
 *   created_at: string, usage?: Usage, timings?: Timings}} Message */
/** @typedef {Summary & {instructions: string, leaf?: string, messages: Message[]}} Conversation */

export class ApiFailure extends Error {
  /** @param {number} status 0 when the server was not reached @param {string} message @param {string} [code] the server's */
  constructor(status, message, code) {
    super(message);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = code;
  }
}

/** @returns {Promise<Settings>} */
export const settings = () => request('GET', 'api/settings');

/** @param {string | null} before cursor of the page before, or null for the newest @param {'recent' | 'pinned' | 'archived'} [shelf] @returns {Promise<Page>} */
export function listConversations(before, shelf = 'recent') {
  const cursor = before ? `&before=${encodeURIComponent(before)}` : '';
  return request('GET', `api/conversations?limit=${shelf === 'pinned' ? 100 : 30}&shelf=${shelf}${cursor}`);
}

/** @param {string} words @returns {Promise<{data: Found[]}>} */
export const searchConversations = (words) => request('GET', `api/conversations/search?q=${encodeURIComponent(words)}`);

/** @param {string} id @returns {Promise<Conversation>} */
export const readConversation = (id) => request('GET', path(id));

/** @param {string} id @param {{title?: string, pinned?: boolean, archived?: boolean, instructions?: string, leaf?: string}} changes @returns {Promise<Summary>} */
export const changeConversation = (id, changes) => request('PATCH', path(id), changes);

/** @param {string} id @param {boolean} [leaving] whether the page is being closed @returns {Promise<void>} */
export const deleteConversation = (id, leaving = false) => request('DELETE', path(id), undefined, leaving);

/** @param {string} id @param {string} answer @param {{good: boolean, comment: string} | null} rating @returns {Promise<void>} */
export const rateAnswer = (id, answer, rating) => request(rating ? 'PUT' : 'DELETE', `${path(id)}/messages/${answer}/rating`, rating ?? undefined);

/** @param {string} id @returns {Promise<{token: string}>} */
export const shareConversation = (id) => request('POST', `api/shares/${id}`);

/** @param {string} id @returns {Promise<void>} */
export const revokeShare = (id) => request('DELETE', `api/shares/${id}`);

/** @param {string} token @returns {Promise<{title: string, messages: Message[]}>} */
export const readShared = (token) => request('GET', `api/shares/by-token/${encodeURIComponent(token)}`);

/** @param {{conversation?: string, text: string, instructions?: string, max_tokens?: number}} question @returns {Promise<{prompt_tokens: number, limit: number}>} */
export const countTokens = (question) => request('POST', 'api/tokens', question);

/** @param {string} id */
const path = (id) => `api/conversations/${encodeURIComponent(id)}`;

/** @param {string} method @param {string} url @param {object} [body] @param {boolean} [keepalive] @returns {Promise<any>} */
export async function request(method, url, body, keepalive = false) {
  const json = body ? { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } } : {};
  let response;
  try {
    response = await fetch(url, { method, keepalive, ...json });
  } catch (cause) {
    throw new ApiFailure(0, String(cause));
  }
  if (!response.ok) throw await failure(response);
  return response.status === 204 ? undefined : response.json();
}

/** @param {Response} response a failed one */
async function failure(response) {
  const text = await response.text();
  try {
    const { message, code } = JSON.parse(text).error;
    follow(code);
    return new ApiFailure(response.status, message, code);
  } catch {
    return new ApiFailure(response.status, `${response.status} ${response.statusText}`); // not our error format: a proxy's page, say
  }
}
