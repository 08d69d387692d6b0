// The head of the open chat, and the notice below it where something is wrong.

import { dots } from './chats.js';
import { part } from './element.js';
import { chatFace } from './faces.js';
import { say } from './words.js';
import { world } from './world.js';

/** Keeps both as the world is. */
export function head() {
  for (const event of ['loaded', 'opened', 'typing']) world.addEventListener(event, draw);
  for (const event of ['loaded', 'state']) world.addEventListener(event, warn);
}

function draw() {
  const { chat } = world;
  if (!chat) return;
  part('face').replaceChildren(chatFace(chat, world.bot));
  part('title').textContent = chat.title;
  const typing = world.isTyping(chat.key);
  part('subtitle').classList.toggle('typing', typing);
  part('subtitle').replaceChildren(...(typing ? [say('typing'), dots()] : [about(chat)]));
  document.title = `${chat.title} · Yuanwen`;
}

function about(chat) {
  if (chat.kind === 'private') return say('bot');
  if (chat.kind === 'topic') return say('topic-of', { forum: chat.forum });
  return say('members', { count: chat.members.length });
}

function warn() {
  const { ready, error, line } = world.state;
  const text = wrong(ready, error, line);
  part('notice').hidden = !text;
  part('notice').textContent = text;
  part('notice').classList.toggle('bad', Boolean(error) || line === 'gone');
}

function wrong(ready, error, line) {
  if (line === 'gone') return say('gone');
  if (line === 'lost') return say('lost');
  if (error) return say('failed', { error });
  return ready ? '' : say('loading');
}
