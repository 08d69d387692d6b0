// The list of chats.

import { author, gist } from './bubble.js';
import { element, part } from './element.js';
import { chatFace } from './faces.js';
import { clock, say } from './words.js';
import { world } from './world.js';

/** Keeps the list as the world is. */
export function listChats() {
  const list = part('chats');
  const draw = () => {
    const focused = document.activeElement?.closest?.('#chats button')?.dataset.key;
    list.replaceChildren(...[...world.chats.values()].map(row));
    if (focused) list.querySelector(`[data-key="${focused}"]`)?.focus();
  };
  for (const event of ['loaded', 'opened', 'message', 'deleted', 'typing'])
    world.addEventListener(event, draw);
  list.addEventListener('keydown', walk);
}

function row(chat) {
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
      chatFace(chat, world.bot),
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
          newest && element('time', {}, clock(newest.date)),
        ),
        element(
          'span',
          { class: 'bottom' },
          preview(chat, newest),
          unread &&
            element(
              'span',
              { class: 'count', 'aria-label': say('unread', { count: unread }) },
              String(unread),
            ),
        ),
      ),
    ),
  );
}

function preview(chat, newest) {
  if (world.isTyping(chat.key)) return element('span', { class: 'preview typing' }, say('typing'), dots());
  if (!newest) return element('span', { class: 'preview' }, say('no-messages'));
  const who = chat.kind === 'private' && !newest.own ? '' : `${author(newest)}${say('colon')}`;
  return element('span', { class: 'preview' }, who && element('span', { class: 'who' }, who), gist(newest));
}

/** Three dots that move. */
export function dots() {
  return element('span', { class: 'dots', 'aria-hidden': 'true' }, element('i'), element('i'), element('i'));
}

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const buttons = [...part('chats').querySelectorAll('button')];
  buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
  event.preventDefault();
}
