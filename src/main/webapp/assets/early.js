// Runs before the first paint, so that a stored appearance or language never flashes in late.
(() => {
  const stored = (/** @type {string} */ key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is switched off: the system's choice holds
    }
  };
  const root = document.documentElement;
  const theme = stored('repartee.theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  const language = stored('repartee.language') ?? navigator.language;
  root.lang = language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
})();
