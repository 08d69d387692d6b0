// Avatars: the logo for the bot, an initial for people and chats.

import { element, icon } from '../element.js';

const TINTS = 6;

/** The number of the colour, 0 to 5, of a user or chat. */
export function tint(id) {
  return Math.abs(Number(id)) % TINTS;
}

/** The CSS class for the colour of a user's name. */
export function nameClass(user, own = false) {
  if (own) return 'ink-own';
  return user.is_bot ? 'ink-bot' : `ink-${tint(user.id)}`;
}

/** The avatar of a user. */
export function userAvatar(user, className = 'avatar') {
  if (user.is_bot) return element('img', { class: className, src: '/static/art/logo.svg', alt: '' });
  return initial(user.name ?? user.first_name, user.id, className);
}

/** The avatar of a chat. */
export function chatAvatar(chat, bot, className = 'avatar') {
  if (chat.kind === 'private') return userAvatar(bot, className);
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
