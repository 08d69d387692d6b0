// What people do in a chat.

import { download, post, upload } from './api.js';
import { alert, toast, trying } from './toasts.js';
import { say } from './words.js';
import { world } from './world.js';

/** Say something in a chat, the open one by default; true where it went through. */
export async function speakUp(text, { key = world.current, replyTo = null } = {}) {
  const sent = await trying(() => post('/api/say', { key, text, reply_to: replyTo }));
  if (sent) world.put(sent.message);
  return Boolean(sent);
}

/** Change what one said. */
export async function revise(message, text) {
  const sent = await trying(() =>
    post('/api/edit', { key: message.key, message_id: message.message_id, text }),
  );
  if (sent?.message) world.put(sent.message);
  return sent !== undefined;
}

/** Press a button under a message and show what the bot has to say to that. */
export async function press(message, data) {
  const notice = await trying(() =>
    post('/api/press', { key: message.key, message_id: message.message_id, data }),
  );
  if (!notice?.text) return;
  if (notice.show_alert) alert(notice.text);
  else toast(notice.text);
}

/** Send an inline result to the open chat. */
export async function choose(queryId, resultId) {
  const body = { key: world.current, query_id: queryId, result_id: resultId };
  const sent = await trying(() => post('/api/choose', body));
  if (sent) world.put(sent.message);
}

/** Send a file. */
export async function sendFile(key, file, caption, progressed) {
  const sent = await trying(() => upload(key, file, caption, progressed));
  if (sent) world.put(sent.message);
}

/** Save a document. */
export function save(document) {
  return trying(() => download(document.file_id, document.file_name));
}

/** Go to the private chat and start the bot with a parameter. */
export function start(parameter) {
  const { key } = world.privateChat;
  world.open(key);
  return speakUp(`/start ${parameter}`, { key });
}

/** Put a text where it can be pasted from. */
export async function copy(text) {
  await trying(() => navigator.clipboard.writeText(text));
  toast(say('copied'));
}
