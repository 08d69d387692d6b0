// Turns a text and its entities into elements. Offsets count UTF-16 units, as JavaScript strings do.

import { copyText, sendText } from '../actions.js';
import { element, icon } from '../element.js';
import { translate } from '../translations.js';
import { world } from '../world.js';

const LONGEST_WHOLE = 10;
const TAGS = { bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's' };

/** The nodes of a text. */
export function formattedText(text, entities = []) {
  const ordered = [...entities].sort(
    (a, b) => a.offset - b.offset || b.length - a.length || isBlock([b]) - isBlock([a]),
  );
  return nodesOf(text, 0, text.length, ordered);
}

/** The text of a message in one line, for the list of chats. */
export function inOneLine(message) {
  return (message.text ?? message.caption ?? '').replace(/\s+/g, ' ').trim();
}

function nodesOf(text, start, end, entities) {
  const nodes = [];
  let at = start;
  for (let next = 0; next < entities.length;) {
    const entity = entities[next];
    const stop = Math.min(entity.offset + entity.length, end);
    const inner = entities.slice(next + 1).filter((other) => other.offset < stop);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    nodes.push(entityNode(entity, text.slice(entity.offset, stop), nodesOf(text, entity.offset, stop, inner)));
    at = stop;
    next += 1 + inner.length;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return isBlock(entities) ? withoutBlockBreaks(nodes) : nodes;
}

function isBlock(entities) {
  return entities.some(({ type }) => type.endsWith('blockquote') || type === 'pre');
}

// Drop the line break beside a block, which breaks the line itself.
function withoutBlockBreaks(nodes) {
  return nodes.map((node, index) => {
    if (typeof node !== 'string') return node;
    let text = node;
    if (nodes[index - 1]?.dataset?.block) text = text.replace(/^\n/, '');
    if (nodes[index + 1]?.dataset?.block) text = text.replace(/\n$/, '');
    return text;
  });
}

function entityNode(entity, text, inner) {
  switch (entity.type) {
    case 'blockquote':
      return element('blockquote', { 'data-block': '1' }, inner);
    case 'expandable_blockquote':
      return foldableQuote(inner);
    case 'code':
      return element('button', { class: 'code', type: 'button', onclick: () => copyText(text) }, inner);
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
        { class: 'link', type: 'button', onclick: () => sendText(withBotName(text)) },
        inner,
      );
    case 'mention':
      return text.toLowerCase() === `@${world.bot.username}`.toLowerCase()
        ? element('button', { class: 'link', type: 'button', onclick: () => world.startInline() }, inner)
        : element('span', { class: 'mention' }, inner);
    default:
      if (entity.type === 'bold' && text.length <= LONGEST_WHOLE) return element('strong', { class: 'whole' }, inner);
      return TAGS[entity.type] ? element(TAGS[entity.type], {}, inner) : element('span', {}, inner);
  }
}

// In a group, a command needs the name of the bot.
function withBotName(command) {
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

// A quote that shows three lines until it is clicked; a shorter one has no button.
function foldableQuote(inner) {
  const content = element('div', { class: 'content' }, inner);
  const button = element(
    'button',
    { class: 'fold', type: 'button', 'aria-label': translate('unfold'), 'aria-expanded': 'false' },
    icon('down'),
  );
  const quote = element('blockquote', { class: 'foldable folded', 'data-block': '1' }, content, button);
  const toggle = () => {
    if (quote.classList.contains('short') || getSelection().toString()) return;
    const folded = quote.classList.toggle('folded');
    button.setAttribute('aria-expanded', String(!folded));
    button.setAttribute('aria-label', translate(folded ? 'unfold' : 'refold'));
  };
  quote.addEventListener('click', toggle);
  new ResizeObserver(() => {
    if (quote.classList.contains('folded'))
      quote.classList.toggle('short', content.scrollHeight <= content.clientHeight + 2);
  }).observe(content);
  return quote;
}
