// Pictures of people and chats: ours for the bot, an initial for the others.

import { element, icon } from './element.js';

const TINTS = 6;

/** The colour, 0 to 5, that a person or a chat has everywhere. */
export function tint(id) {
  return Math.abs(Number(id)) % TINTS;
}

/** The class that gives the name of a user its colour. */
export function ink(user, own = false) {
  if (own) return 'ink-own';
  return user.is_bot ? 'ink-bot' : `ink-${tint(user.id)}`;
}

/** The picture of a user. */
export function userFace(user, className = 'avatar') {
  if (user.is_bot) return element('img', { class: className, src: '/static/art/logo.svg', alt: '' });
  return initial(user.name ?? user.first_name, user.id, className);
}

/** The picture of a chat. */
export function chatFace(chat, bot, className = 'avatar') {
  if (chat.kind === 'private') return userFace(bot, className);
  if (chat.kind !== 'topic') return initial(chat.title, chat.chat_id, className);
  return element(
    'span',
    { class: `${className} topic tint-${tint(chat.thread_id)}`, 'aria-hidden': 'true' },
    icon('topic'),
  );
}

function initial(name, id, className) {
  return element(
    'span',
    { class: `${className} tint-${tint(id)}`, 'aria-hidden': 'true' },
    [...name][0] ?? '',
  );
}
