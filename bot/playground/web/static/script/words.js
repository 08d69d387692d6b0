// What the page says, in the reader's language.

export const LANGUAGES = { 'zh-hans': '简体中文', 'zh-hant': '繁體中文', en: 'English' };
const TAGS = { 'zh-hans': 'zh-Hans', 'zh-hant': 'zh-Hant', en: 'en' };
const LOCALES = { 'zh-hans': 'zh-CN', 'zh-hant': 'zh-TW', en: 'en-GB' };
const KEPT = 'yuanwen-language';

let phrases = {};
let current = 'zh-hans';

/** The language that was chosen before, or the browser's. */
export function preferred() {
  const kept = localStorage.getItem(KEPT);
  if (kept in LANGUAGES) return kept;
  for (const tag of navigator.languages) {
    if (/^zh\b.*\b(hant|tw|hk|mo)\b/i.test(tag)) return 'zh-hant';
    if (/^zh\b/i.test(tag)) return 'zh-hans';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}

/** Speak this language from now on: what stands in the page already changes, too. */
export async function speak(language, { keep = false } = {}) {
  const response = await fetch(`/static/words/${language}.json`);
  phrases = await response.json();
  current = language;
  if (keep) localStorage.setItem(KEPT, language);
  document.documentElement.lang = TAGS[language];
  for (const node of document.querySelectorAll('[data-say]')) node.textContent = say(node.dataset.say);
  for (const node of document.querySelectorAll('[data-label]')) label(node, say(node.dataset.label));
}

export function language() {
  return current;
}

/** A phrase, with {name}s filled in. */
export function say(name, values = {}) {
  return (phrases[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** Whether there is such a phrase. */
export function knows(name) {
  return name in phrases;
}

/** Give an element a name for those who hear the page, and a tip for those who point at it. */
export function label(node, text) {
  node.setAttribute('aria-label', text);
  if (node.tagName === 'BUTTON') node.title = text;
}

/** The time of day of a moment given in seconds since 1970. */
export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString(LOCALES[current], {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
}

/** The day of a moment given in seconds since 1970. */
export function day(seconds) {
  const then = new Date(seconds * 1000);
  const midnight = new Date().setHours(0, 0, 0, 0);
  if (then >= midnight) return say('today');
  if (then >= midnight - 86_400_000) return say('yesterday');
  return then.toLocaleDateString(LOCALES[current], { month: 'long', day: 'numeric' });
}

/** A file's length in bytes, as people say it. */
export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
