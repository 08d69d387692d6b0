// Drafts: what is typed and not sent in each chat, kept while the page is loaded anew.

const STORAGE_KEY = 'yuanwen-drafts';

const drafts = new Map(JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '[]'));

/** The draft of a chat, or "". */
export function keptDraft(key) {
  return drafts.get(key) ?? '';
}

/** Keep a draft for a chat; an empty one is forgotten. */
export function keepDraft(key, text) {
  if (text) drafts.set(key, text);
  else if (!drafts.delete(key)) return;
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify([...drafts]));
}
