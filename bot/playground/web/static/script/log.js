// The messages of the open chat, and where the reader is in them.

import { author, bubble } from './bubble.js';
import { element, part } from './element.js';
import { welcome } from './welcome.js';
import { day, label, say } from './words.js';
import { world } from './world.js';

const NEAR_PX = 80;
const RUN_SECONDS = 300;

/** Shows the open chat; `on` is what the bubbles' tools do. */
export class Log {
  #log = part('log');
  #thread = part('thread');
  #down = part('down');
  #shown = null;
  #missed = 0;
  #pinned = true;
  #top = 0;

  constructor(on) {
    this.on = { ...on, point: (id) => this.#point(id) };
    world.addEventListener('opened', () => this.draw());
    world.addEventListener('loaded', () => world.current && this.draw());
    world.addEventListener('deleted', ({ detail }) => detail.key === world.current && this.draw());
    world.addEventListener(
      'message',
      ({ detail }) => detail.message.key === world.current && this.#take(detail),
    );
    this.#log.addEventListener('scroll', () => this.#scrolled());
    this.#down.addEventListener('click', () => this.#toEnd(true));
    const grown = new ResizeObserver(() => this.#pinned && this.#toEnd());
    for (const node of [this.#log, this.#thread]) grown.observe(node);
  }

  /** Everything anew. */
  draw() {
    const other = this.#shown !== world.current;
    this.#shown = world.current;
    const said = world.history(world.current);
    this.#thread.replaceChildren();
    if (world.chat.kind === 'private') this.#thread.append(welcome());
    this.#thread.classList.toggle('empty', said.length === 0);
    said.forEach((message, place) => this.#append(message, said[place - 1], said[place + 1]));
    if (other || this.#pinned) this.#toEnd();
  }

  #append(message, before, after) {
    if (!before || day(before.date) !== day(message.date)) {
      this.#thread.append(element('div', { class: 'day' }, element('span', {}, day(message.date))));
    }
    this.#thread.append(this.#bubble(message, before, after));
  }

  #bubble(message, before, after) {
    return bubble(message, { first: !follows(before, message), last: !follows(message, after), on: this.on });
  }

  #take({ message, isNew }) {
    const said = world.history(world.current);
    const place = said.findIndex(({ message_id: id }) => id === message.message_id);
    const stay = this.#pinned;
    if (isNew && place === said.length - 1) {
      this.#thread.classList.remove('empty');
      const before = said[place - 1];
      if (before && follows(before, message))
        exchange(this.#node(before.message_id), this.#bubble(before, said[place - 2], message));
      this.#append(message, before);
      this.#thread.lastElementChild.classList.add('arriving');
    } else {
      exchange(this.#node(message.message_id), this.#bubble(message, said[place - 1], said[place + 1]));
    }
    if (stay || (isNew && message.own)) this.#toEnd(isNew);
    else if (isNew) this.#miss();
  }

  #node(id) {
    return this.#thread.querySelector(`[data-id="${id}"]`);
  }

  #point(id) {
    const node = this.#node(id);
    if (!node) return;
    node.scrollIntoView({ block: 'center', behavior: 'smooth' });
    node.classList.remove('pointed');
    requestAnimationFrame(() => node.classList.add('pointed'));
  }

  #toEnd(smooth = false) {
    this.#pinned = true;
    this.#log.scrollTo({ top: this.#log.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
    this.#seen();
  }

  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.#log;
    const up = scrollTop < this.#top;
    this.#top = scrollTop;
    if (scrollHeight - clientHeight - scrollTop < NEAR_PX) {
      this.#pinned = true;
      this.#seen();
    } else if (up) {
      this.#pinned = false;
      this.#down.hidden = false;
    }
  }

  #seen() {
    this.#missed = 0;
    this.#down.hidden = true;
    this.#count();
  }

  #miss() {
    this.#missed += 1;
    this.#down.hidden = false;
    this.#count();
  }

  #count() {
    const badge = this.#down.querySelector('.count');
    badge.hidden = this.#missed === 0;
    badge.textContent = this.#missed;
    label(
      this.#down,
      this.#missed ? `${say('to-newest')}, ${say('unread', { count: this.#missed })}` : say('to-newest'),
    );
  }
}

// Whoever stood on a button of the old one stands on that of the new one in its place.
function exchange(old, fresh) {
  if (!old) return;
  const kind = document.activeElement?.matches('.key') ? '.key' : 'button, a';
  const place = [...old.querySelectorAll(kind)].indexOf(document.activeElement);
  old.replaceWith(fresh);
  const buttons = [...fresh.querySelectorAll(kind)];
  if (place >= 0) buttons[Math.min(place, buttons.length - 1)]?.focus({ preventScroll: true });
}

function follows(before, after) {
  if (!before || !after) return false;
  const same = before.from.id === after.from.id && day(before.date) === day(after.date);
  return (
    same &&
    after.date - before.date < RUN_SECONDS &&
    Boolean(author(before)) &&
    !after.forum_topic_created &&
    !before.forum_topic_created
  );
}
