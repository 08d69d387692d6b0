// The light or dark theme: the system's, unless another was chosen.

const STORAGE_KEY = 'yuanwen-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

const stored = localStorage.getItem(STORAGE_KEY);
if (stored) document.documentElement.dataset.theme = stored;

/** The theme that is shown: "light" or "dark". */
export function theme() {
  return document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light');
}

/** Switch to the other theme; where that is the system's, follow the system again. */
export function toggleTheme() {
  const other = theme() === 'dark' ? 'light' : 'dark';
  if (other === (system.matches ? 'dark' : 'light')) {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(STORAGE_KEY);
  } else {
    document.documentElement.dataset.theme = other;
    localStorage.setItem(STORAGE_KEY, other);
  }
}

/** Call a listener when the system's theme changes. */
export function onSystemChange(listener) {
  system.addEventListener('change', listener);
}
