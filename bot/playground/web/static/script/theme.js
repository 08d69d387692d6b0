// Light and dark: as the system has it, until the reader says otherwise.

const KEPT = 'yuanwen-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

const kept = localStorage.getItem(KEPT);
if (kept) document.documentElement.dataset.theme = kept;

/** "light" or "dark", whichever is shown. */
export function theme() {
  return document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light');
}

/** Change to the other; where that is the system's own, follow the system again. */
export function turn() {
  const other = theme() === 'dark' ? 'light' : 'dark';
  if (other === (system.matches ? 'dark' : 'light')) {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(KEPT);
  } else {
    document.documentElement.dataset.theme = other;
    localStorage.setItem(KEPT, other);
  }
}

/** Be told when the system changes. */
export function whenSystemChanges(listener) {
  system.addEventListener('change', listener);
}
