// The messages of the open chat, and the scroll position in them.

import { byId, element } from '../element.js';
import { day, label, translate } from '../translations.js';
import { world } from '../world.js';
import { author, bubble, quotedReply, tools } from './bubble.js';
import { welcome } from './welcome.js';

const NEAR_END_PX = 80;
const ABOVE_PX = 8;
const RUN_SECONDS = 300;

/** Shows the open chat; `on` has the callbacks `reply`, `edit` and `explain` of the bubbles. */
export class MessageList {
  #scroller = byId('log');
  #thread = byId('thread');
  #endButton = byId('down');
  #shownKey = null;
  #unread = 0;
  #isAtEnd = true;
  #top = 0;

  constructor(on) {
    this.on = { ...on, scrollTo: (id) => this.#scrollTo(id) };
    world.addEventListener('opened', () => this.draw());
    world.addEventListener('loaded', () => world.current && this.draw());
    world.addEventListener('deleted', ({ detail }) => detail.key === world.current && this.draw());
    world.addEventListener(
      'message',
      ({ detail }) => detail.message.key === world.current && this.#update(detail),
    );
    world.addEventListener(
      'explanation',
      ({ detail }) => detail.key === world.current && this.#refreshTools(detail.id),
    );
    world.addEventListener('chosen', () => this.#markChosen());
    this.#scroller.addEventListener('scroll', () => this.#scrolled());
    this.#endButton.addEventListener('click', () => this.#scrollToEnd(true));
    const resized = new ResizeObserver(() => this.#isAtEnd && this.#showNewest());
    for (const node of [this.#scroller, this.#thread]) resized.observe(node);
  }

  /** Draw all messages. */
  draw() {
    const other = this.#shownKey !== world.current;
    this.#shownKey = world.current;
    const messages = world.history(world.current);
    this.#thread.replaceChildren();
    if (world.chat.kind === 'private') this.#thread.append(welcome());
    this.#thread.classList.toggle('empty', messages.length === 0);
    messages.forEach((message, index) => this.#append(message, messages[index - 1], messages[index + 1]));
    if (other) this.#scroller.scrollTop = 0;
    if (other || this.#isAtEnd) this.#showNewest();
  }

  #append(message, before, after) {
    if (!before || day(before.date) !== day(message.date)) {
      this.#thread.append(element('div', { class: 'day' }, element('span', {}, day(message.date))));
    }
    this.#thread.append(this.#bubble(message, before, after));
  }

  #bubble(message, before, after) {
    const first = !continuesRun(before, message);
    const last = !continuesRun(message, after);
    return bubble(message, { first, last, on: this.on });
  }

  #update({ message, isNew }) {
    const messages = world.history(world.current);
    const index = messages.findIndex(({ message_id: id }) => id === message.message_id);
    const wasAtEnd = this.#isAtEnd;
    if (isNew && index === messages.length - 1) {
      this.#thread.classList.remove('empty');
      const before = messages[index - 1];
      if (before && continuesRun(before, message))
        replaceKeepingFocus(this.#node(before.message_id), this.#bubble(before, messages[index - 2], message));
      this.#append(message, before);
      this.#thread.lastElementChild.classList.add('arriving');
    } else {
      const changed = this.#bubble(message, messages[index - 1], messages[index + 1]);
      replaceKeepingFocus(this.#node(message.message_id), changed);
      this.#refreshQuotes(messages, message.message_id);
    }
    if (wasAtEnd || (isNew && message.own)) this.#showNewest(isNew);
    else if (isNew) this.#addUnread();
  }

  // The replies to a message that has changed quote it as it is now.
  #refreshQuotes(messages, id) {
    for (const reply of messages.filter(({ reply_to_message: to }) => to?.message_id === id))
      this.#node(reply.message_id)?.querySelector('.reply')?.replaceWith(quotedReply(reply, this.on));
  }

  // A question that was answered, and its answer, can be explained.
  #refreshTools(id) {
    for (const message of world.history(world.current))
      if (message.message_id === id || message.reply_to_message?.message_id === id)
        this.#node(message.message_id)?.querySelector('.tools')?.replaceWith(tools(message, this.on));
  }

  #markChosen() {
    for (const node of this.#thread.querySelectorAll('.message'))
      node.classList.toggle('chosen', Number(node.dataset.id) === world.chosen);
  }

  #node(id) {
    return this.#thread.querySelector(`[data-id="${id}"]`);
  }

  #scrollTo(id) {
    const node = this.#node(id);
    if (!node) return;
    node.scrollIntoView({ block: 'center', behavior: 'smooth' });
    node.classList.remove('pointed');
    requestAnimationFrame(() => node.classList.add('pointed'));
  }

  #scrollToEnd(smooth = false) {
    this.#isAtEnd = true;
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
    this.#markRead();
  }

  // What is longer than the screen is read from its beginning; who has read on is not taken back there.
  #showNewest(smooth = false) {
    this.#isAtEnd = true;
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const beginning = (this.#thread.lastElementChild?.offsetTop ?? 0) - ABOVE_PX;
    const top = Math.max(scrollTop, Math.min(beginning, scrollHeight - clientHeight));
    this.#scroller.scrollTo({ top, behavior: smooth ? 'smooth' : 'instant' });
    this.#top = this.#scroller.scrollTop;
    this.#markRead();
  }

  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    const up = scrollTop < this.#top;
    this.#top = scrollTop;
    if (scrollHeight - clientHeight - scrollTop < NEAR_END_PX) {
      this.#isAtEnd = true;
      this.#markRead();
    } else if (up) {
      this.#isAtEnd = false;
      this.#endButton.hidden = false;
    }
  }

  #markRead() {
    this.#unread = 0;
    this.#endButton.hidden = true;
    this.#drawUnread();
  }

  #addUnread() {
    this.#unread += 1;
    this.#endButton.hidden = false;
    this.#drawUnread();
  }

  #drawUnread() {
    const badge = this.#endButton.querySelector('.count');
    badge.hidden = this.#unread === 0;
    badge.textContent = this.#unread;
    const unread = this.#unread ? `, ${translate('unread', { count: this.#unread })}` : '';
    label(this.#endButton, translate('to-newest') + unread);
  }
}

// Replace a message; a button that has the focus passes it to the button at its place in the new one.
function replaceKeepingFocus(old, fresh) {
  if (!old) return;
  const kind = document.activeElement?.matches('.key') ? '.key' : 'button, a';
  const index = [...old.querySelectorAll(kind)].indexOf(document.activeElement);
  old.replaceWith(fresh);
  const buttons = [...fresh.querySelectorAll(kind)];
  if (index >= 0) buttons[Math.min(index, buttons.length - 1)]?.focus({ preventScroll: true });
}

function continuesRun(before, after) {
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
