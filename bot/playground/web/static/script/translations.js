// The texts of the page, in the chosen language.

export const LANGUAGES = { 'zh-hans': '简体中文', 'zh-hant': '繁體中文', en: 'English' };
const TAGS = { 'zh-hans': 'zh-Hans', 'zh-hant': 'zh-Hant', en: 'en' };
const LOCALES = { 'zh-hans': 'zh-CN', 'zh-hant': 'zh-TW', en: 'en-GB' };
const STORAGE_KEY = 'yuanwen-language';

let translations = {};
let current = 'zh-hans';

/** The language that was chosen before; by default that of the browser. */
export function preferredLanguage() {
  const stored = localStorage.getItem(STORAGE_KEY);
  if (stored in LANGUAGES) return stored;
  for (const tag of navigator.languages) {
    if (/^zh\b.*\b(hant|tw|hk|mo)\b/i.test(tag)) return 'zh-hant';
    if (/^zh\b/i.test(tag)) return 'zh-hans';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}

/** Load the texts of a language, and put them into the page; `keep` stores the choice. */
export async function setLanguage(language, { keep = false } = {}) {
  const response = await fetch(`/static/translations/${language}.json`);
  translations = await response.json();
  current = language;
  if (keep) localStorage.setItem(STORAGE_KEY, language);
  document.documentElement.lang = TAGS[language];
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = translate(node.dataset.text);
  for (const node of document.querySelectorAll('[data-label]')) label(node, translate(node.dataset.label));
}

export function currentLanguage() {
  return current;
}

/** A text by name, with values for its {placeholders}. */
export function translate(name, values = {}) {
  return (translations[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** Whether there is a text with this name. */
export function hasTranslation(name) {
  return name in translations;
}

/** Set the accessible name of an element, and the tooltip of a button. */
export function label(node, text) {
  node.setAttribute('aria-label', text);
  if (node.tagName === 'BUTTON') node.title = text;
}

/** The time of day of a time in seconds since 1970. */
export function timeOfDay(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString(LOCALES[current], {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
}

/** The day of a time in seconds since 1970. */
export function day(seconds) {
  const then = new Date(seconds * 1000);
  const midnight = new Date().setHours(0, 0, 0, 0);
  if (then >= midnight) return translate('today');
  if (then >= midnight - 86_400_000) return translate('yesterday');
  return then.toLocaleDateString(LOCALES[current], { month: 'long', day: 'numeric' });
}

/** A day, given as ISO 8601, with its year. */
export function calendarDay(iso) {
  return new Date(`${iso}T00:00`).toLocaleDateString(LOCALES[current], { dateStyle: 'long' });
}

/** A number of bytes as text, with its unit. */
export function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
