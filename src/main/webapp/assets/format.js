/** Numbers, durations and days for people. Pure functions. */

/** @param {number} value @param {string} language */
export function whole(value, language) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(value);
}

/** One decimal below ten, none above: enough to compare, little enough to read. @param {number} value @param {string} language */
export function decimal(value, language) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/**
 * "85 ms", "1.4 s", "2 min 5 s".
 *
 * @param {number} ms milliseconds, 0 or more
 * @param {string} language
 */
export function duration(ms, language) {
  if (Math.round(ms) < 1000) return unit(ms < 10 ? round(ms, 1) : Math.round(ms), 'millisecond', language);
  const seconds = round(ms / 1000, 1);
  if (seconds < 60) return unit(seconds, 'second', language);
  const rest = Math.round(ms / 1000);
  return `${unit(Math.floor(rest / 60), 'minute', language)} ${unit(rest % 60, 'second', language)}`;
}

/**
 * Speed after the first token: the wait for the first one is told separately.
 *
 * @param {number} tokens generated ones, reasoning included
 * @param {number} firstTokenMs @param {number} totalMs
 * @returns {number | null} null when there is nothing to divide
 */
export function tokensPerSecond(tokens, firstTokenMs, totalMs) {
  const ms = totalMs - firstTokenMs;
  return tokens > 1 && ms > 0 ? ((tokens - 1) * 1000) / ms : null;
}

/**
 * The group of the chat list that a moment belongs to, by the reader's own calendar.
 *
 * @param {Date} moment @param {Date} now
 * @returns {'today' | 'yesterday' | 'thisWeek' | 'older'}
 */
export function dayGroup(moment, now) {
  const midnight = (/** @type {Date} */ at) => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
  const days = (midnight(now) - midnight(moment)) / 86_400_000;
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  return days < 7 ? 'thisWeek' : 'older';
}

/** SI symbols where people read them; Intl would say "sec". @type {Record<string, Record<string, string>>} */
const UNITS = {
  en: { millisecond: 'ms', second: 's', minute: 'min' },
  'zh-CN': { millisecond: '毫秒', second: '秒', minute: '分' },
};

/** @param {number} value @param {string} name @param {string} language */
function unit(value, name, language) {
  return `${new Intl.NumberFormat(language).format(value)} ${UNITS[language][name]}`;
}

/** @param {number} value @param {number} digits */
function round(value, digits) {
  return Number(value.toFixed(digits));
}
