// The bubble of a message.

import { copyText, pressButton, saveDocument, showPicture, startBot } from '../actions.js';
import { element, icon, iconButton } from '../element.js';
import { fileSize, timeOfDay, translate } from '../translations.js';
import { world } from '../world.js';
import { nameClass, userAvatar } from './avatars.js';
import { chooseChat } from './chooser.js';
import { formattedText, inOneLine } from './markup.js';
import { onSwipe } from './swipe.js';

/**
 * The element of a message.
 *
 * `first` and `last`: whether it begins and ends a run of messages of one sender. `on`: the callbacks `reply`,
 * `edit`, `explain` and `scrollTo`.
 */
export function bubble(message, { first, last, on }) {
  const text = serviceText(message);
  if (text)
    return element('div', { class: 'service', 'data-id': message.message_id }, element('span', {}, text));
  const chat = world.chats.get(message.key);
  const own = message.own;
  const classes = [
    'message',
    own ? 'own' : 'other',
    first && 'first',
    last && 'last',
    chat.kind !== 'private' && 'grouped',
    message.message_id === world.chosen && 'chosen',
  ];
  const node = element(
    'article',
    {
      class: classes.filter(Boolean).join(' '),
      'data-id': message.message_id,
      'aria-label': spokenLabel(message),
    },
    element(
      'div',
      { class: 'body' },
      element(
        'div',
        {
          class: 'bubble',
          onclick: (event) => (isOnText(event) || isOnFile(event)) && world.choose(message),
          ondblclick: (event) => isOnText(event) && on.reply(message),
        },
        ...content(message, chat, first, on),
        last && !own && chat.kind !== 'private' && userAvatar(message.from, 'avatar face'),
      ),
      keyboard(message),
      tools(message, on),
    ),
  );
  onSwipe(node, () => on.reply(message));
  return node;
}

function isOnText(event) {
  return !event.target.closest('button, a, .foldable, .spoiler');
}

// A file is fetched by what is tapped, and may be replied to, as anything that is tapped.
function isOnFile(event) {
  return event.target.closest('.file, .photo');
}

/** The name of a message's author. */
export function author(message) {
  return message.own ? translate('you') : message.from.first_name;
}

/** A message in one line, for a list or a quote. */
export function summary(message) {
  return inOneLine(message) || message.document?.file_name || (message.photo ? translate('photo') : serviceText(message)) || '';
}

function content(message, chat, first, on) {
  const text = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  const named = first && !message.own && chat.kind !== 'private';
  return [
    (named || message.via_bot) && header(message, named),
    quotedReply(message, on),
    message.document && file(message.document),
    message.photo && photo(message.photo.at(-1), text),
    element('div', { class: text ? 'text' : 'text bare' }, ...formattedText(text, entities), meta(message)),
    message.reaction && reaction(message),
  ];
}

function reaction(message) {
  const label = translate('reaction', { name: world.bot.name, emoji: message.reaction });
  return element('span', { class: 'reaction', role: 'img', 'aria-label': label, title: label }, message.reaction);
}

function header(message, named) {
  const via = message.via_bot?.username;
  return element(
    'div',
    { class: 'head' },
    named && element('span', { class: `name ${nameClass(message.from)}` }, message.from.first_name),
    via &&
      element(
        'span',
        { class: 'via' },
        `${translate('via')} `,
        element('button', { class: 'link', type: 'button', onclick: () => world.startInline() }, `@${via}`),
      ),
  );
}

/**
 * The quote of what a message replies to, as that is now.
 *
 * In a topic, a message without a reply has the message that opened the topic as its reply.
 */
export function quotedReply(message, on) {
  const replied = message.reply_to_message;
  const to = replied && (world.message(message.key, replied.message_id) ?? replied);
  if (!to || to.forum_topic_created) return null;
  const mine = to.from.id === world.me.id;
  return element(
    'button',
    { class: `reply ${nameClass(to.from, mine)}`, type: 'button', onclick: () => on.scrollTo(to.message_id) },
    element('strong', {}, mine ? translate('you') : to.from.first_name),
    element('span', {}, summary(to)),
  );
}

function file(document) {
  const name = document.file_name ?? translate('document');
  const suffix = name.includes('.') ? name.split('.').at(-1).slice(0, 4) : '';
  return element(
    'button',
    {
      class: 'file',
      type: 'button',
      'aria-label': translate('download', { name }),
      title: translate('download', { name }),
      onclick: () => saveDocument(document),
    },
    element('span', { class: 'sheet', 'aria-hidden': 'true' }, suffix || icon('file')),
    element(
      'span',
      { class: 'about' },
      element('span', { class: 'name' }, name),
      element('span', { class: 'size' }, fileSize(document.file_size ?? 0)),
    ),
  );
}

// Its place has the right size before it is there, so that the list need not scroll again.
function photo(size, caption) {
  const alt = [translate('photo'), caption].filter(Boolean).join(': ');
  const picture = element('img', { alt, width: size.width, height: size.height });
  const link = element('a', { class: 'photo', target: '_blank', rel: 'noopener' }, picture);
  showPicture(size.file_id, (address) => {
    picture.src = address;
    link.href = address;
  });
  return link;
}

function meta(message) {
  return element(
    'span',
    { class: 'meta' },
    message.edit_date && `${translate('edited')} `,
    element('time', { datetime: new Date(message.date * 1000).toISOString() }, timeOfDay(message.date)),
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
        row.map((button) => keyboardButton(message, button)),
      ),
    ),
  );
}

function keyboardButton(message, button) {
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
    await act(message, button);
    node.removeAttribute('aria-busy');
  });
  return node;
}

async function act(message, button) {
  if (button.callback_data) await pressButton(message, button.callback_data);
  else if (button.copy_text) await copyText(button.copy_text.text);
  else if ('switch_inline_query_current_chat' in button)
    world.startInline(button.switch_inline_query_current_chat);
  else if (button.switch_inline_query_chosen_chat)
    chooseChat(button.switch_inline_query_chosen_chat.query ?? '', button.switch_inline_query_chosen_chat);
  else if ('switch_inline_query' in button) chooseChat(button.switch_inline_query);
  else if (button.start_parameter) await startBot(button.start_parameter);
}

/** Whether a message is the person's own text, or file, whose caption can be edited. */
export function isEditable(message) {
  return message.own && !message.via_bot && Boolean(message.text || message.document || message.photo);
}

/** The buttons of a message: reply, edit, why. */
export function tools(message, on) {
  return element(
    'div',
    { class: 'tools' },
    tool('reply', translate('reply'), () => on.reply(message)),
    isEditable(message) && tool('pencil', translate('edit'), () => on.edit(message)),
    world.explanationOf(message) && tool('paths', translate('why'), () => on.explain(message)),
  );
}

// The word is seen where there is no room beside the message, but below it: on touch screens.
function tool(name, label, onclick) {
  const button = iconButton(name, label, onclick);
  button.append(element('span', {}, label));
  return button;
}

function spokenLabel(message) {
  return `${author(message)}, ${timeOfDay(message.date)}`;
}

function serviceText(message) {
  if (message.forum_topic_created) return translate('topic-made', { name: message.forum_topic_created.name });
  if (message.new_chat_members)
    return `${message.new_chat_members.map((user) => user.first_name).join(', ')} ${translate('joined')}`;
  return message.text || message.caption || message.document || message.photo ? null : translate('event');
}
