/** Runs before the first paint, as a plain script: the chosen theme, else what the system prefers. */
(() => {
  const STORE = 'theme';
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const read = (): string | null => {
    try {
      return localStorage.getItem(STORE);
    } catch {
      return null; // storage switched off by policy
    }
  };
  const apply = (): void => root.setAttribute('data-bs-theme', read() ?? (dark.matches ? 'dark' : 'light'));
  apply();
  dark.addEventListener('change', apply);
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-theme-switch]')) return;
    const next = root.getAttribute('data-bs-theme') === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem(STORE, next);
    } finally {
      root.setAttribute('data-bs-theme', next);
    }
  });
})();
