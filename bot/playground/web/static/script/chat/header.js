// The header of the open chat, and the notice below it where something is wrong.

import { byId } from '../element.js';
import { translate } from '../translations.js';
import { world } from '../world.js';
import { chatAvatar } from './avatars.js';
import { dots } from './chat_list.js';

/** Draw both after each change. */
export function showHeader() {
  for (const event of ['loaded', 'opened', 'typing']) world.addEventListener(event, draw);
  for (const event of ['loaded', 'state']) world.addEventListener(event, drawNotice);
}

function draw() {
  const { chat } = world;
  if (!chat) return;
  byId('face').replaceChildren(chatAvatar(chat, world.bot));
  byId('title').textContent = chat.title;
  const typing = world.isTyping(chat.key);
  byId('subtitle').classList.toggle('typing', typing);
  byId('subtitle').replaceChildren(...(typing ? [translate('typing'), dots()] : [subtitle(chat)]));
  document.title = `${chat.title} · Yuanwen`;
}

function subtitle(chat) {
  if (chat.kind === 'private') return translate('bot');
  if (chat.kind === 'topic') return translate('topic-of', { forum: chat.forum });
  return translate('members', { count: chat.members.length });
}

function drawNotice() {
  const { ready, error, connection } = world.state;
  const text = noticeText(ready, error, connection);
  byId('notice').hidden = !text;
  byId('notice').textContent = text;
  byId('notice').classList.toggle('bad', Boolean(error) || connection === 'gone');
}

function noticeText(ready, error, connection) {
  if (connection === 'gone') return translate('gone');
  if (connection === 'lost') return translate('lost');
  if (error) return translate('failed', { error });
  return ready ? '' : translate('loading');
}
