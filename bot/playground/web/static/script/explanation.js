// The panel beside the chat: what the engine did for the newest question.

import { element, icon, part } from './element.js';
import { lanes } from './lanes.js';
import { readings } from './readings.js';
import { knows, say } from './words.js';
import { world } from './world.js';

const KEPT = 'yuanwen-explanation';
const BESIDE = '(min-width: 1180px)';

/** Folds and fills the panel. */
export class Story {
  #panel = part('explanation');
  #button = part('explain');

  constructor() {
    this.#button.addEventListener('click', () => (this.#panel.hidden ? this.open() : this.close()));
    part('fold').addEventListener('click', () => this.close());
    for (const event of ['loaded', 'explanation']) world.addEventListener(event, () => this.#draw());
    world.addEventListener('explanation', () => this.#button.classList.toggle('news', this.#panel.hidden));
    if (matchMedia(BESIDE).matches && localStorage.getItem(KEPT) !== 'folded') this.#show(true);
  }

  /** Whether it lies over the chat, rather than beside it. */
  get isOver() {
    return !this.#panel.hidden && !matchMedia(BESIDE).matches;
  }

  open() {
    this.#show(true);
    localStorage.removeItem(KEPT);
    part('fold').focus();
  }

  close() {
    this.#show(false);
    localStorage.setItem(KEPT, 'folded');
    this.#button.focus();
  }

  #show(open) {
    this.#panel.hidden = !open;
    this.#button.setAttribute('aria-expanded', String(open));
    if (open) this.#button.classList.remove('news');
  }

  #draw() {
    const told = world.explanation;
    part('story').replaceChildren(...(told ? chapters(told) : [nothing()]));
    part('story').scrollTop = 0;
  }
}

function nothing() {
  return element(
    'div',
    { class: 'nothing' },
    icon('paths', 'icon large'),
    element('p', {}, say('story-none')),
  );
}

function chapters(told) {
  return [
    asked(told),
    verdict(told),
    times(told),
    told.passages.length > 0 && chapter('found', lanes(told)),
    told.passages.length > 0 && chapter('read', readings(told)),
  ].filter(Boolean);
}

function chapter(title, ...content) {
  return element('section', {}, element('h3', {}, say(title)), ...content);
}

function asked(told) {
  return element(
    'header',
    { class: 'asked' },
    element('p', { class: 'question', lang: 'zh' }, told.question),
  );
}

function verdict(told) {
  const given = told.answer !== null;
  const said = { sure: 'given', unsure: 'unsure', none: 'declined' }[told.band];
  return element(
    'div',
    { class: told.band === 'sure' ? 'verdict given' : 'verdict' },
    icon(given ? 'check' : 'close', 'icon sign'),
    element(
      'p',
      {},
      element('strong', {}, say(said)),
      given && element('span', { class: 'words', lang: 'zh' }, told.answer),
      element('span', { class: 'why' }, why(told)),
    ),
  );
}

/** In a sentence: why there is an answer or none. */
function why(told) {
  if (!told.passages.length) return say('why-no-passage');
  const [best] = told.passages
    .flatMap(({ spans, missing }) => spans.map((span) => ({ ...span, missing })))
    .sort((a, b) => b.confidence - a.confidence);
  if (!best) return say('why-no-span');
  const values = {
    best: best.confidence.toFixed(2),
    threshold: told.threshold.toFixed(2),
    sure: told.sure.toFixed(2),
  };
  if (told.answer !== null) return say(told.band === 'sure' ? 'why-given' : 'why-unsure', values);
  if (best.confidence >= told.threshold) return say('why-other', values);
  const lacking = best.missing.length
    ? say('why-missing', { terms: best.missing.map((term) => say('term', { term })).join(say('comma')) })
    : '';
  return say('why-declined', values) + (lacking && say('space') + lacking);
}

function times(told) {
  const whole = told.steps.reduce((sum, { ms }) => sum + ms, 0) || 1;
  return element(
    'section',
    { class: 'times' },
    element('h3', {}, say('time', { ms: milliseconds(told.took_ms) })),
    element(
      'div',
      { class: 'strip', 'aria-hidden': 'true' },
      told.steps.map((step) => stretch(step, whole)),
    ),
    element('ul', { class: 'legend' }, told.steps.map(legend)),
  );
}

function stretch({ name, ms }, whole) {
  const node = element('span', { class: `step-${name}` });
  node.style.flexGrow = ms / whole;
  return node;
}

function legend({ name, ms }) {
  const title = knows(`step-${name}`) ? say(`step-${name}`) : name;
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
