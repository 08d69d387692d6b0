// The actions of the person at the page.

import { download, pictureAddress, post, upload } from './api.js';
import { alert, toast, withErrorToast } from './toasts.js';
import { translate } from './translations.js';
import { world } from './world.js';

/** Send a text to a chat, by default the open one; returns whether it was sent. */
export async function sendText(text, { key = world.current, replyTo = null } = {}) {
  const sent = await withErrorToast(() => post('/api/say', { key, text, reply_to: replyTo }));
  if (sent) world.put(sent.message);
  return Boolean(sent);
}

/** Edit a message; returns whether that worked. */
export async function editMessage(message, text) {
  const sent = await withErrorToast(() =>
    post('/api/edit', { key: message.key, message_id: message.message_id, text }),
  );
  if (sent?.message) world.put(sent.message);
  return sent !== undefined;
}

/** Press a button below a message, and show the bot's answer. */
export async function pressButton(message, data) {
  const notice = await withErrorToast(() =>
    post('/api/press', { key: message.key, message_id: message.message_id, data }),
  );
  if (!notice?.text) return;
  if (notice.show_alert) alert(notice.text);
  else toast(notice.text);
}

/** Send an inline result to the open chat. */
export async function chooseResult(queryId, resultId) {
  const body = { key: world.current, query_id: queryId, result_id: resultId };
  const sent = await withErrorToast(() => post('/api/choose', body));
  if (sent) world.put(sent.message);
}

/** Send a file; options as of `upload`. */
export async function sendFile(key, file, options, onProgress) {
  const sent = await withErrorToast(() => upload(key, file, options, onProgress));
  if (sent) world.put(sent.message);
}

/** Download a document. */
export function saveDocument(document) {
  return withErrorToast(() => download(document.file_id, document.file_name));
}

/** Fetch a photo, and give its address to `show`. */
export async function showPicture(fileId, show) {
  const address = await withErrorToast(() => pictureAddress(fileId));
  if (address) show(address);
}

/** Open the private chat, and send /start with a parameter. */
export function startBot(parameter) {
  const { key } = world.privateChat;
  world.open(key);
  return sendText(`/start ${parameter}`, { key });
}

/** Copy a text to the clipboard. */
export async function copyText(text) {
  await withErrorToast(() => navigator.clipboard.writeText(text));
  toast(translate('copied'));
}
