// A text and its entities as elements. Offsets count UTF-16 units, as strings here do.

import { copy, speakUp } from './deeds.js';
import { element, icon } from './element.js';
import { say } from './words.js';
import { world } from './world.js';

const TAGS = { bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's' };

/** The nodes of a text. */
export function formatted(text, entities = []) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return within(text, 0, text.length, ordered);
}

/** The text of a message in one line, as lists of chats show it. */
export function inOneLine(message) {
  return (message.text ?? message.caption ?? '').replace(/\s+/g, ' ').trim();
}

function within(text, start, end, entities) {
  const nodes = [];
  let at = start;
  for (let next = 0; next < entities.length;) {
    const entity = entities[next];
    const stop = Math.min(entity.offset + entity.length, end);
    const inner = entities.slice(next + 1).filter((other) => other.offset < stop);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    nodes.push(dressed(entity, text.slice(entity.offset, stop), within(text, entity.offset, stop, inner)));
    at = stop;
    next += 1 + inner.length;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return isBlock(entities) ? trimmed(nodes) : nodes;
}

function isBlock(entities) {
  return entities.some(({ type }) => type.endsWith('blockquote') || type === 'pre');
}

// A line break beside a block is the block's own end.
function trimmed(nodes) {
  return nodes.map((node, place) => {
    if (typeof node !== 'string') return node;
    let text = node;
    if (nodes[place - 1]?.dataset?.block) text = text.replace(/^\n/, '');
    if (nodes[place + 1]?.dataset?.block) text = text.replace(/\n$/, '');
    return text;
  });
}

function dressed(entity, text, inner) {
  switch (entity.type) {
    case 'blockquote':
      return element('blockquote', { 'data-block': '1' }, inner);
    case 'expandable_blockquote':
      return foldable(inner);
    case 'code':
      return element('button', { class: 'code', type: 'button', onclick: () => copy(text) }, inner);
    case 'pre':
      return element('pre', { 'data-block': '1' }, inner);
    case 'spoiler':
      return spoiler(inner);
    case 'text_link':
      return link(entity.url, inner);
    case 'url':
      return link(/^\w+:/.test(text) ? text : `https://${text}`, inner);
    case 'bot_command':
      return element(
        'button',
        { class: 'link', type: 'button', onclick: () => speakUp(addressed(text)) },
        inner,
      );
    case 'mention':
      return text.toLowerCase() === `@${world.bot.username}`.toLowerCase()
        ? element('button', { class: 'link', type: 'button', onclick: () => world.summon() }, inner)
        : element('span', { class: 'mention' }, inner);
    default:
      return TAGS[entity.type] ? element(TAGS[entity.type], {}, inner) : element('span', {}, inner);
  }
}

// In a group, a command names the bot it is for.
function addressed(command) {
  const isPrivate = world.chat.kind === 'private';
  return isPrivate || command.includes('@') ? command : `${command}@${world.bot.username}`;
}

function link(url, inner) {
  if (!/^(https?|mailto|tg):/i.test(url)) return element('span', {}, inner);
  return element('a', { href: url, target: '_blank', rel: 'noopener' }, inner);
}

function spoiler(inner) {
  const node = element('span', { class: 'spoiler', tabindex: '0' }, inner);
  const reveal = () => node.classList.add('open');
  node.addEventListener('click', reveal);
  node.addEventListener('keydown', (event) => event.key === 'Enter' && reveal());
  return node;
}

// A quote that shows three lines until it is clicked; one that has no more shows no button.
function foldable(inner) {
  const content = element('div', { class: 'content' }, inner);
  const button = element(
    'button',
    { class: 'fold', type: 'button', 'aria-label': say('unfold'), 'aria-expanded': 'false' },
    icon('down'),
  );
  const quote = element('blockquote', { class: 'foldable folded', 'data-block': '1' }, content, button);
  const turn = () => {
    if (quote.classList.contains('short') || getSelection().toString()) return;
    const folded = quote.classList.toggle('folded');
    button.setAttribute('aria-expanded', String(!folded));
    button.setAttribute('aria-label', say(folded ? 'unfold' : 'refold'));
  };
  quote.addEventListener('click', turn);
  new ResizeObserver(() => {
    if (quote.classList.contains('folded'))
      quote.classList.toggle('short', content.scrollHeight <= content.clientHeight + 2);
  }).observe(content);
  return quote;
}
