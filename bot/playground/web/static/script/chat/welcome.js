// The welcome card in the bot's chat: what the bot does, suggested questions, where the token goes.

import { sendText } from '../actions.js';
import { element, icon } from '../element.js';
import { translate } from '../translations.js';
import { world } from '../world.js';
import { showSample } from './sample.js';

/** The card above the first message. */
export function welcome() {
  return element(
    'section',
    { class: 'welcome' },
    element('img', { class: 'seal', src: '/static/art/logo.svg', alt: '' }),
    element('p', { class: 'what' }, ...emphasised(translate('welcome'))),
    element('h3', {}, translate(world.suggestions.length ? 'try' : 'ask-own')),
    world.suggestions.length > 0 && element('ul', { class: 'questions' }, world.suggestions.map(question)),
    world.sample.length > 0 &&
      element('button', { class: 'link read', type: 'button', onclick: showSample }, translate('read-sample')),
    element(
      'ul',
      { class: 'more' },
      element('li', {}, icon('file'), translate('more-file')),
      element('li', {}, icon('reply'), translate('more-reply')),
      element(
        'li',
        {},
        icon('quote'),
        element(
          'button',
          { class: 'link', type: 'button', onclick: () => openGroup() },
          translate('more-inline', { bot: world.bot.username }),
        ),
      ),
    ),
    world.tokenHint && tokenHint(),
  );
}

// A line breaks only between the pieces.
function question(text, index) {
  const pieces = world.pieces[index].flatMap((piece, at) => (at ? [element('wbr'), piece] : [piece]));
  return element(
    'li',
    {},
    element('button', { type: 'button', lang: 'zh', onclick: () => sendText(text) }, ...pieces),
  );
}

function tokenHint() {
  return element(
    'p',
    { class: 'token' },
    icon('key'),
    element(
      'span',
      {},
      translate('token'),
      ' ',
      element('code', {}, 'TELEGRAM_BOT_TOKEN=123456:ABC'),
      ' ',
      translate('token-then'),
    ),
  );
}

function openGroup() {
  const group = [...world.chats.values()].find((chat) => chat.kind === 'group');
  if (group) world.open(group.key);
  world.startInline();
}

function emphasised(text) {
  return text.split(/<b>|<\/b>/).map((piece, index) => (index % 2 ? element('strong', {}, piece) : piece));
}
