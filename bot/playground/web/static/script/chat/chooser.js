// Choosing a chat to ask the same in, as buttons that pass an answer on have it.

import { showDialog } from '../dialogs.js';
import { byId, element } from '../element.js';
import { translate } from '../translations.js';
import { world } from '../world.js';
import { chatAvatar } from './avatars.js';

/**
 * Let a chat be chosen, open it, and start an inline query there.
 *
 * @param query The query.
 * @param allowed Which kinds of chats may be chosen, as the button of the Bot API says; null for all.
 */
export function chooseChat(query, allowed = null) {
  const dialog = byId('chooser');
  const choose = (chat) => {
    dialog.close();
    world.open(chat.key);
    world.startInline(query);
  };
  dialog.replaceChildren(
    element('h2', { id: 'chooser-title' }, translate('choose-chat')),
    element('ul', { class: 'choices' }, allowedChats(allowed).map((chat) => choice(chat, choose))),
    element(
      'div',
      { class: 'buttons' },
      element('button', { class: 'flat', type: 'button', onclick: () => dialog.close() }, translate('cancel')),
    ),
  );
  showDialog(dialog);
}

function allowedChats(allowed) {
  return [...world.chats.values()].filter(
    ({ kind }) => !allowed || (kind === 'private' ? allowed.allow_bot_chats : allowed.allow_group_chats),
  );
}

function choice(chat, choose) {
  return element(
    'li',
    {},
    element(
      'button',
      { type: 'button', onclick: () => choose(chat) },
      chatAvatar(chat, world.bot),
      element('span', {}, chat.title, chat.forum && element('span', { class: 'forum' }, chat.forum)),
    ),
  );
}
