// The panel beside the chat that explains how a question was answered: the newest of the chat, or a chosen one.

import { byId, element, icon } from '../element.js';
import { layOver } from '../layers.js';
import { hasTranslation, translate } from '../translations.js';
import { world } from '../world.js';
import { passageCards } from './passage_cards.js';
import { rankDiagram } from './ranks.js';

const STORAGE_KEY = 'yuanwen-explanation';
const WIDE_SCREEN = '(min-width: 1180px)';
const ONE_PANE = '(max-width: 720px)';

/** Opens, closes and fills the panel. */
export class ExplanationPanel {
  #panel = byId('explanation');
  #button = byId('explain');
  #shown = undefined;
  #uncover = null;

  constructor() {
    this.#button.addEventListener('click', () => (this.#panel.hidden ? this.open() : this.close()));
    byId('fold').addEventListener('click', () => this.close());
    for (const event of ['opened', 'explanation', 'chosen']) world.addEventListener(event, () => this.#draw());
    world.addEventListener('loaded', () => this.#draw({ anew: true }));
    world.addEventListener(
      'explanation',
      ({ detail }) => detail.key === world.current && this.#button.classList.toggle('news', this.#panel.hidden),
    );
    world.addEventListener('opened', () => this.#button.classList.remove('news'));
    matchMedia(ONE_PANE).addEventListener('change', () => this.#letBehind());
    if (matchMedia(WIDE_SCREEN).matches && localStorage.getItem(STORAGE_KEY) !== 'folded') this.#show(true);
  }

  /** Whether the panel covers the chat. */
  get coversChat() {
    return !this.#panel.hidden && !matchMedia(WIDE_SCREEN).matches;
  }

  open() {
    if (this.#panel.hidden) this.#show(true);
    if (this.coversChat) this.#uncover ??= layOver(() => this.close());
    localStorage.removeItem(STORAGE_KEY);
    byId('fold').focus();
  }

  close() {
    this.#show(false);
    this.#uncover?.();
    this.#uncover = null;
    localStorage.setItem(STORAGE_KEY, 'folded');
    this.#button.focus();
  }

  #show(open) {
    this.#panel.hidden = !open;
    this.#button.setAttribute('aria-expanded', String(open));
    if (open) this.#button.classList.remove('news');
    this.#letBehind();
  }

  // Where the panel covers all, nothing behind it can be reached by Tab or a screen reader.
  #letBehind() {
    const covered = !this.#panel.hidden && matchMedia(ONE_PANE).matches;
    for (const pane of document.querySelectorAll('.chats, .chat')) pane.inert = covered;
  }

  #draw({ anew = false } = {}) {
    const explanation = world.explanation;
    if (explanation === this.#shown && !anew) return;
    this.#shown = explanation;
    byId('story').replaceChildren(...(explanation ? sections(explanation) : [emptyPanel()]));
    byId('story').scrollTop = 0;
  }
}

function emptyPanel() {
  return element(
    'div',
    { class: 'nothing' },
    icon('paths', 'icon large'),
    element('p', {}, translate('story-none')),
  );
}

function sections(explanation) {
  return [
    questionHeader(explanation),
    verdict(explanation),
    times(explanation),
    explanation.passages.length > 0 && section('found', rankDiagram(explanation)),
    explanation.passages.length > 0 && section('read', passageCards(explanation)),
  ].filter(Boolean);
}

function section(title, ...content) {
  return element('section', {}, element('h3', {}, translate(title)), ...content);
}

function questionHeader(explanation) {
  return element(
    'header',
    { class: 'asked' },
    element('p', { class: 'question', lang: 'zh' }, explanation.question),
  );
}

function verdict(explanation) {
  const given = explanation.answer !== null;
  const text = { sure: 'given', unsure: 'unsure', none: 'declined' }[explanation.band];
  return element(
    'div',
    { class: explanation.band === 'sure' ? 'verdict given' : 'verdict' },
    icon(given ? 'check' : 'close', 'icon sign'),
    element(
      'p',
      {},
      element('strong', {}, translate(text)),
      given && element('span', { class: 'words', lang: 'zh' }, explanation.answer),
      element('span', { class: 'why' }, why(explanation)),
    ),
  );
}

/** A sentence on why there is an answer or none. */
function why(explanation) {
  if (!explanation.passages.length) return translate('why-no-passage');
  const [best] = explanation.passages
    .flatMap(({ spans, missing }) => spans.map((span) => ({ ...span, missing })))
    .sort((a, b) => b.confidence - a.confidence);
  if (!best) return translate('why-no-span');
  const values = {
    best: best.confidence.toFixed(2),
    threshold: explanation.threshold.toFixed(2),
    sure: explanation.sure.toFixed(2),
  };
  if (explanation.answer !== null) return translate(explanation.band === 'sure' ? 'why-given' : 'why-unsure', values);
  if (best.confidence >= explanation.threshold) return translate('why-other', values);
  const terms = best.missing.map((term) => translate('term', { term })).join(translate('comma'));
  const lacking = terms ? translate('why-missing', { terms }) : '';
  return translate('why-declined', values) + (lacking && translate('space') + lacking);
}

function times(explanation) {
  const whole = explanation.steps.reduce((sum, { ms }) => sum + ms, 0) || 1;
  return element(
    'section',
    { class: 'times' },
    element('h3', {}, translate('time', { ms: milliseconds(explanation.took_ms) })),
    element(
      'div',
      { class: 'strip', 'aria-hidden': 'true' },
      explanation.steps.map((step) => timeBar(step, whole)),
    ),
    element('ul', { class: 'legend' }, explanation.steps.map(legend)),
  );
}

function timeBar({ name, ms }, whole) {
  const node = element('span', { class: `step-${name}` });
  node.style.flexGrow = ms / whole;
  return node;
}

function legend({ name, ms }) {
  const title = hasTranslation(`step-${name}`) ? translate(`step-${name}`) : name;
  return element(
    'li',
    { class: `step-${name}` },
    element('i'),
    title,
    ' ',
    element('b', {}, milliseconds(ms)),
  );
}

function milliseconds(ms) {
  return ms < 10 ? ms.toFixed(1) : Math.round(ms).toString();
}
