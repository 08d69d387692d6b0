// The picture of the search: passages as found by words on the left, by meaning on the right, fused in the middle.

import { drawn, element } from './element.js';
import { answering, title } from './passages.js';
import { say } from './words.js';

const ROW = 34;
const WIDTH = 44;
const BEGINNING = 40;
const HINT = 80;

/** Three lanes with a line from each passage's rank in one to its rank in the next. */
export function lanes(told) {
  const { passages } = told;
  const words = byRank(passages, 'words');
  const vectors = byRank(passages, 'vectors');
  const chosen = answering(told);
  const kind = (passage) => (passage === chosen ? 'answering' : passage.read ? 'read' : 'left');
  const picture = element(
    'div',
    { class: 'lanes' },
    element('span', { class: 'lane-name' }, say('lane-words')),
    element('span', { class: 'lane-name middle' }, say('lane-fused')),
    element('span', { class: 'lane-name' }, say('lane-vectors')),
    chips(words, 'words', kind),
    lines(passages, words, kind, false),
    element(
      'ol',
      { class: 'fused' },
      passages.map((passage) => fused(passage, kind, name(passage, passages))),
    ),
    lines(passages, vectors, kind, true),
    chips(vectors, 'vectors', kind),
  );
  picture.style.setProperty('--row', `${ROW}px`);
  for (const event of ['pointerover', 'focusin'])
    picture.addEventListener(event, (it) =>
      light(picture, it.target.closest('[data-passage]')?.dataset.passage),
    );
  for (const event of ['pointerleave', 'focusout'])
    picture.addEventListener(event, () => light(picture, undefined));
  return picture;
}

function byRank(passages, lane) {
  return passages.filter((passage) => passage[lane] !== null).sort((a, b) => a[lane] - b[lane]);
}

function chips(found, lane, kind) {
  return element(
    'div',
    { class: `chips ${lane}`, 'aria-hidden': 'true' },
    found.map((passage) =>
      element('span', { class: `chip ${kind(passage)}`, 'data-passage': passage.id }, String(passage[lane])),
    ),
  );
}

// The title; where several have the same, how the passage begins.
function name(passage, passages) {
  const others = passages.filter((other) => title(other) === title(passage));
  return others.length > 1 ? passage.text.replace(/\s+/g, ' ').slice(0, BEGINNING) : title(passage);
}

function fused(passage, kind, shown) {
  const found = (lane) => (passage[lane] === null ? say('rank-none') : String(passage[lane]));
  const spoken = {
    rank: passage.rank,
    title: title(passage),
    words: found('words'),
    vectors: found('vectors'),
  };
  const label = [
    element('span', { class: 'spoken' }, say('rank-line', spoken)),
    element('b', { 'aria-hidden': 'true' }, String(passage.rank)),
    element('span', { class: 'name', lang: 'zh', 'aria-hidden': 'true' }, shown),
  ];
  const hint = `${title(passage)}\n${passage.text.slice(0, HINT)}…`;
  const link = { href: `#passage-${passage.id}`, onclick: (event) => goTo(event, passage) };
  return element(
    'li',
    { class: kind(passage), 'data-passage': passage.id, title: hint },
    passage.read ? element('a', link, ...label) : element('span', { class: 'line' }, ...label),
  );
}

// The address keeps the open chat; only the panel moves.
function goTo(event, passage) {
  event.preventDefault();
  document.getElementById(`passage-${passage.id}`)?.scrollIntoView({ block: 'start', behavior: 'smooth' });
}

function lines(passages, found, kind, mirrored) {
  const height = passages.length * ROW;
  const middle = (place) => place * ROW + ROW / 2;
  const curves = found.map((passage, place) => {
    const from = middle(place);
    const to = middle(passages.indexOf(passage));
    const [start, end] = mirrored ? [to, from] : [from, to];
    return drawn('path', {
      class: kind(passage),
      'data-passage': passage.id,
      d: `M0 ${start}C${WIDTH / 2} ${start} ${WIDTH / 2} ${end} ${WIDTH} ${end}`,
    });
  });
  return drawn(
    'svg',
    { class: 'lines', width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}`, 'aria-hidden': 'true' },
    ...curves,
  );
}

function light(picture, id) {
  picture.classList.toggle('lit', id !== undefined);
  for (const node of picture.querySelectorAll('[data-passage]'))
    node.classList.toggle('on', node.dataset.passage === id);
}
