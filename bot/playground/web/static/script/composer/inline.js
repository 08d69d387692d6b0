// Inline mode: results to choose from while "@bot question" is typed.

import { chooseResult, startBot } from '../actions.js';
import { post } from '../api.js';
import { tint } from '../chat/avatars.js';
import { byId, element } from '../element.js';
import { withErrorToast } from '../toasts.js';
import { translate } from '../translations.js';
import { world } from '../world.js';
import { SuggestionList } from './suggestions.js';

const TYPING_PAUSE_MS = 300;
const RETRY_MS = 1000;
const MAX_RETRIES = 3;
const NEAR_END_PX = 60;

/** Shows results for the draft; `onSent` is called when one is chosen. */
export class InlineMode {
  #timer = null;
  #request = null;
  #query = null;
  #answer = null;
  #results = [];

  constructor(draft, onSent) {
    this.draft = draft;
    this.onSent = onSent;
    this.suggest = new SuggestionList(byId('results'), draft, (result) => this.#choose(result));
    this.suggest.panel.addEventListener('scroll', () => this.#scrolled());
  }

  /** The inline query in a text, or null where the text does not begin with the bot's username. */
  static query(text) {
    const name = `@${world.bot.username}`;
    if (!text.toLowerCase().startsWith(name.toLowerCase())) return null;
    const rest = text.slice(name.length);
    return /^\s/.test(rest) ? rest.trim() : null;
  }

  /** Called when the draft has changed. */
  typed() {
    const query = InlineMode.query(this.draft.value);
    if (query === this.#query && this.suggest.isOpen) return;
    this.stop();
    this.#query = query;
    if (query === null) return;
    this.#showWaiting();
    this.#timer = setTimeout(() => this.#ask(query), TYPING_PAUSE_MS);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#query = null;
    this.#answer = null;
    this.#results = [];
    this.suggest.close();
  }

  async #ask(query, { offset = '', times = 0 } = {}) {
    const request = (this.#request = new AbortController());
    const body = { key: world.current, query, offset };
    const answer = await withErrorToast(() => post('/api/inline', body, { signal: request.signal }));
    if (this.#request !== request || query !== this.#query) return;
    this.#request = null;
    if (!answer) return;
    this.#answer = answer;
    const results = answer.results.map((result) => ({ ...result, query: answer.query_id }));
    this.#results = offset ? [...this.#results, ...results] : results;
    this.#show(Boolean(offset));
    if (answer.again && times < MAX_RETRIES)
      this.#timer = setTimeout(() => this.#ask(query, { times: times + 1 }), RETRY_MS);
  }

  #showWaiting() {
    this.suggest.show([], () => [], {
      above: [element('p', { class: 'hint waiting' }, translate('inline-waiting'))],
    });
  }

  #show(keep) {
    const { button } = this.#answer;
    const above = button
      ? [element('button', { class: 'lead', type: 'button', onclick: () => this.#pressButton(button) }, button.text)]
      : [];
    if (!this.#results.length && !button) above.push(element('p', { class: 'hint' }, translate('inline-none')));
    this.suggest.show(this.#results, option, { above, keep });
  }

  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.suggest.panel;
    const more = this.#answer?.next_offset;
    if (more && !this.#request && scrollHeight - clientHeight - scrollTop < NEAR_END_PX)
      this.#ask(this.#query, { offset: more });
  }

  async #choose(result) {
    this.stop();
    this.onSent();
    await chooseResult(result.query, result.id);
  }

  #pressButton(button) {
    this.stop();
    this.onSent();
    startBot(button.start_parameter);
  }
}

// The first letter or digit of an answer, not of what is said of it in front: （不太确定）.
function initial(title) {
  const answer = title.replace(/^\s*(?:（[^）]*）|\([^)]*\))/u, '');
  return (answer.match(/[\p{L}\p{N}]/u) ?? title.match(/[\p{L}\p{N}]/u) ?? [''])[0];
}

function option(result) {
  const letter = initial(result.title);
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
