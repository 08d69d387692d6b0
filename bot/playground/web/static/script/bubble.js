// One message as it stands in a chat.

import { copy, press, save, start } from './deeds.js';
import { element, icon, iconButton } from './element.js';
import { ink, userFace } from './faces.js';
import { formatted, inOneLine } from './markup.js';
import { clock, say, size } from './words.js';
import { world } from './world.js';

/**
 * The element of a message.
 *
 * `first` and `last`: whether it begins and ends a run of messages of one sender. `on`: what reply, edit and point
 * (to the message replied to) do.
 */
export function bubble(message, { first, last, on }) {
  const note = service(message);
  if (note)
    return element('div', { class: 'service', 'data-id': message.message_id }, element('span', {}, note));
  const chat = world.chats.get(message.key);
  const own = message.own;
  const classes = [
    'message',
    own ? 'own' : 'other',
    first && 'first',
    last && 'last',
    chat.kind !== 'private' && 'grouped',
  ];
  return element(
    'article',
    {
      class: classes.filter(Boolean).join(' '),
      'data-id': message.message_id,
      'aria-label': spoken(message),
    },
    element(
      'div',
      { class: 'body' },
      element(
        'div',
        { class: 'bubble', ondblclick: (event) => !event.target.closest('button, a') && on.reply(message) },
        ...inside(message, chat, first, on),
        last && !own && chat.kind !== 'private' && userFace(message.from, 'avatar face'),
      ),
      keyboard(message),
      tools(message, on),
    ),
  );
}

/** The name of whoever wrote a message. */
export function author(message) {
  return message.own ? say('you') : message.from.first_name;
}

/** What stands in a list or a quote for a message. */
export function gist(message) {
  return inOneLine(message) || message.document?.file_name || service(message) || '';
}

function inside(message, chat, first, on) {
  const text = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  const named = first && !message.own && chat.kind !== 'private';
  return [
    (named || message.via_bot) && head(message, named),
    reply(message, on),
    message.document && file(message.document),
    element('div', { class: text ? 'text' : 'text bare' }, ...formatted(text, entities), meta(message)),
  ];
}

function head(message, named) {
  const via = message.via_bot?.username;
  return element(
    'div',
    { class: 'head' },
    named && element('span', { class: `name ${ink(message.from)}` }, message.from.first_name),
    via &&
      element(
        'span',
        { class: 'via' },
        `${say('via')} `,
        element('button', { class: 'link', type: 'button', onclick: () => world.summon() }, `@${via}`),
      ),
  );
}

// In a forum, a message that replies to nothing replies to the one that opened its topic.
function reply(message, on) {
  const to = message.reply_to_message;
  if (!to || to.forum_topic_created) return null;
  const mine = to.from.id === world.me.id;
  return element(
    'button',
    { class: `reply ${ink(to.from, mine)}`, type: 'button', onclick: () => on.point(to.message_id) },
    element('strong', {}, mine ? say('you') : to.from.first_name),
    element('span', {}, gist(to)),
  );
}

function file(document) {
  const name = document.file_name ?? say('document');
  const suffix = name.includes('.') ? name.split('.').at(-1).slice(0, 4) : '';
  return element(
    'button',
    {
      class: 'file',
      type: 'button',
      'aria-label': say('download', { name }),
      title: say('download', { name }),
      onclick: () => save(document),
    },
    element('span', { class: 'sheet', 'aria-hidden': 'true' }, suffix || icon('file')),
    element(
      'span',
      { class: 'about' },
      element('span', { class: 'name' }, name),
      element('span', { class: 'size' }, size(document.file_size ?? 0)),
    ),
  );
}

function meta(message) {
  return element(
    'span',
    { class: 'meta' },
    message.edit_date && `${say('edited')} `,
    element('time', { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)),
    message.own && icon('checks'),
  );
}

function keyboard(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return element(
    'div',
    { class: 'keyboard' },
    rows.map((row) =>
      element(
        'div',
        { class: 'row' },
        row.map((button) => key(message, button)),
      ),
    ),
  );
}

function key(message, button) {
  if (button.url)
    return element(
      'a',
      { class: 'key', href: button.url, target: '_blank', rel: 'noopener' },
      button.text,
      icon('outward', 'icon corner'),
    );
  const node = element('button', { class: 'key', type: 'button' }, button.text);
  node.addEventListener('click', async () => {
    if (node.getAttribute('aria-busy')) return;
    node.setAttribute('aria-busy', 'true');
    await pressed(message, button);
    node.removeAttribute('aria-busy');
  });
  return node;
}

async function pressed(message, button) {
  if (button.callback_data) await press(message, button.callback_data);
  else if (button.copy_text) await copy(button.copy_text.text);
  else if ('switch_inline_query_current_chat' in button)
    world.summon(button.switch_inline_query_current_chat);
  else if ('switch_inline_query' in button) world.summon(button.switch_inline_query);
  else if (button.start_parameter) await start(button.start_parameter);
}

function tools(message, on) {
  return element(
    'div',
    { class: 'tools' },
    iconButton('reply', say('reply'), () => on.reply(message)),
    message.own &&
      message.text &&
      !message.via_bot &&
      iconButton('pencil', say('edit'), () => on.edit(message)),
  );
}

function spoken(message) {
  return `${author(message)}, ${clock(message.date)}`;
}

function service(message) {
  if (message.forum_topic_created) return say('topic-made', { name: message.forum_topic_created.name });
  if (message.new_chat_members)
    return `${message.new_chat_members.map((user) => user.first_name).join(', ')} ${say('joined')}`;
  return message.text || message.caption || message.document ? null : say('event');
}
