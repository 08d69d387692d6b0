// The first thing in the bot's chat: what this is, questions to click, where the token goes.

import { speakUp } from './deeds.js';
import { element, icon } from './element.js';
import { say } from './words.js';
import { world } from './world.js';

/** The card above the first message. */
export function welcome() {
  return element(
    'section',
    { class: 'welcome' },
    element('img', { class: 'seal', src: '/static/art/logo.svg', alt: '' }),
    element('p', { class: 'what' }, ...emphasised(say('welcome'))),
    element('h3', {}, say(world.suggestions.length ? 'try' : 'ask-own')),
    world.suggestions.length > 0 && element('ul', { class: 'questions' }, world.suggestions.map(question)),
    element(
      'ul',
      { class: 'more' },
      element('li', {}, icon('file'), say('more-file')),
      element('li', {}, icon('reply'), say('more-reply')),
      element(
        'li',
        {},
        icon('quote'),
        element(
          'button',
          { class: 'link', type: 'button', onclick: () => inGroup() },
          say('more-inline', { bot: world.bot.username }),
        ),
      ),
    ),
    world.tokenHint && token(),
  );
}

function question(text) {
  return element(
    'li',
    {},
    element('button', { type: 'button', lang: 'zh', onclick: () => speakUp(text) }, text),
  );
}

function token() {
  return element(
    'p',
    { class: 'token' },
    icon('key'),
    element(
      'span',
      {},
      say('token'),
      ' ',
      element('code', {}, 'TELEGRAM_BOT_TOKEN=123456:ABC'),
      ' ',
      say('token-then'),
    ),
  );
}

function inGroup() {
  const group = [...world.chats.values()].find((chat) => chat.kind === 'group');
  if (group) world.open(group.key);
  world.summon();
}

function emphasised(text) {
  return text.split(/<b>|<\/b>/).map((piece, place) => (place % 2 ? element('strong', {}, piece) : piece));
}
