// Inline mode: answers to choose from while "@bot question" is being typed.

import { post } from './api.js';
import { choose, start } from './deeds.js';
import { element, part } from './element.js';
import { tint } from './faces.js';
import { Suggest } from './suggest.js';
import { trying } from './toasts.js';
import { say } from './words.js';
import { world } from './world.js';

const PAUSE_MS = 300;
const AGAIN_MS = 1000;
const AGAIN_TIMES = 3;
const NEAR_PX = 60;

/** Watches the draft; `done` is called when a result has been chosen. */
export class Inline {
  #timer = null;
  #asking = null;
  #query = null;
  #answer = null;
  #results = [];

  constructor(draft, done) {
    this.draft = draft;
    this.done = done;
    this.suggest = new Suggest(part('results'), draft, (result) => this.#take(result));
    this.suggest.panel.addEventListener('scroll', () => this.#scrolled());
  }

  /** What is typed behind the bot's name, or null where the draft does not begin with it. */
  static query(text) {
    const name = `@${world.bot.username}`;
    if (!text.toLowerCase().startsWith(name.toLowerCase())) return null;
    const rest = text.slice(name.length);
    return /^\s/.test(rest) ? rest.trim() : null;
  }

  /** The draft has changed. */
  typed() {
    const query = Inline.query(this.draft.value);
    if (query === this.#query && this.suggest.isOpen) return;
    this.stop();
    this.#query = query;
    if (query === null) return;
    this.#wait();
    this.#timer = setTimeout(() => this.#ask(query), PAUSE_MS);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#query = null;
    this.#answer = null;
    this.#results = [];
    this.suggest.close();
  }

  async #ask(query, { offset = '', times = 0 } = {}) {
    const asking = (this.#asking = new AbortController());
    const body = { key: world.current, query, offset };
    const answer = await trying(() => post('/api/inline', body, { signal: asking.signal }));
    if (this.#asking !== asking || query !== this.#query) return;
    this.#asking = null;
    if (!answer) return;
    this.#answer = answer;
    const found = answer.results.map((result) => ({ ...result, query: answer.query_id }));
    this.#results = offset ? [...this.#results, ...found] : found;
    this.#show(Boolean(offset));
    if (answer.again && times < AGAIN_TIMES)
      this.#timer = setTimeout(() => this.#ask(query, { times: times + 1 }), AGAIN_MS);
  }

  #wait() {
    this.suggest.show([], () => [], {
      above: [element('p', { class: 'hint waiting' }, say('inline-waiting'))],
    });
  }

  #show(keep) {
    const { button } = this.#answer;
    const above = button
      ? [element('button', { class: 'lead', type: 'button', onclick: () => this.#lead(button) }, button.text)]
      : [];
    if (!this.#results.length && !button) above.push(element('p', { class: 'hint' }, say('inline-none')));
    this.suggest.show(this.#results, option, { above, keep });
  }

  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.suggest.panel;
    const more = this.#answer?.next_offset;
    if (more && !this.#asking && scrollHeight - clientHeight - scrollTop < NEAR_PX)
      this.#ask(this.#query, { offset: more });
  }

  async #take(result) {
    this.stop();
    this.done();
    await choose(result.query, result.id);
  }

  #lead(button) {
    this.stop();
    this.done();
    start(button.start_parameter);
  }
}

function option(result) {
  const [letter = ''] = [...result.title];
  return [
    element(
      'span',
      { class: `thumb tint-${tint(letter.codePointAt(0) ?? 0)}`, 'aria-hidden': 'true' },
      letter,
    ),
    element(
      'span',
      { class: 'lines' },
      element('span', { class: 'title' }, result.title),
      element('span', { class: 'about' }, result.description ?? ''),
    ),
  ];
}
