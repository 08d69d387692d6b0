// The list of chats.

import { byId, element } from '../element.js';
import { timeOfDay, translate } from '../translations.js';
import { world } from '../world.js';
import { chatAvatar } from './avatars.js';
import { author, summary } from './bubble.js';

/** Draw the list, and draw it again after each change. */
export function showChatList() {
  const list = byId('chats');
  const draw = () => {
    const focused = document.activeElement?.closest?.('#chats button')?.dataset.key;
    list.replaceChildren(...[...world.chats.values()].map(chatRow));
    if (focused) list.querySelector(`[data-key="${focused}"]`)?.focus();
  };
  for (const event of ['loaded', 'opened', 'message', 'deleted', 'typing'])
    world.addEventListener(event, draw);
  list.addEventListener('keydown', moveFocus);
}

function chatRow(chat) {
  const newest = world.newest(chat.key);
  const unread = world.unread.get(chat.key);
  const open = chat.key === world.current;
  return element(
    'li',
    {},
    element(
      'button',
      {
        type: 'button',
        'data-key': chat.key,
        'aria-current': open ? 'true' : null,
        onclick: () => world.open(chat.key),
      },
      chatAvatar(chat, world.bot),
      element(
        'span',
        { class: 'lines' },
        element(
          'span',
          { class: 'top' },
          element(
            'span',
            { class: 'title' },
            chat.title,
            chat.forum && element('span', { class: 'forum' }, chat.forum),
          ),
          newest && element('time', {}, timeOfDay(newest.date)),
        ),
        element(
          'span',
          { class: 'bottom' },
          preview(chat, newest),
          unread &&
            element(
              'span',
              { class: 'count', 'aria-label': translate('unread', { count: unread }) },
              String(unread),
            ),
        ),
      ),
    ),
  );
}

function preview(chat, newest) {
  if (world.isTyping(chat.key)) return element('span', { class: 'preview typing' }, translate('typing'), dots());
  if (!newest) return element('span', { class: 'preview' }, translate('no-messages'));
  const who = chat.kind === 'private' && !newest.own ? '' : `${author(newest)}${translate('colon')}`;
  return element('span', { class: 'preview' }, who && element('span', { class: 'who' }, who), summary(newest));
}

/** Three animated dots. */
export function dots() {
  return element('span', { class: 'dots', 'aria-hidden': 'true' }, element('i'), element('i'), element('i'));
}

function moveFocus(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const buttons = [...byId('chats').querySelectorAll('button')];
  buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
  event.preventDefault();
}
