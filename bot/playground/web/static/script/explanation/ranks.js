// The diagram of the search: ranks by words on the left, by meaning on the right, fused in the middle.

import { element, svgElement } from '../element.js';
import { translate } from '../translations.js';
import { answerPassage, title } from './passages.js';

const ROW_PX = 34;
const LINES_PX = 44;
const NAME_CHARACTERS = 40;
const HINT_CHARACTERS = 80;

/** Three columns, with a line from each passage's rank in one to its rank in the next. */
export function rankDiagram(explanation) {
  const { passages } = explanation;
  const words = byRank(passages, 'words');
  const vectors = byRank(passages, 'vectors');
  const chosen = answerPassage(explanation);
  const kind = (passage) => (passage === chosen ? 'answering' : passage.read ? 'read' : 'left');
  const diagram = element(
    'div',
    { class: 'lanes' },
    element('span', { class: 'lane-name' }, translate('lane-words')),
    element('span', { class: 'lane-name middle' }, translate('lane-fused')),
    element('span', { class: 'lane-name' }, translate('lane-vectors')),
    chips(words, 'words', kind),
    lines(passages, words, kind, false),
    element(
      'ol',
      { class: 'fused' },
      passages.map((passage) => fusedRow(passage, kind, passageName(passage, passages))),
    ),
    lines(passages, vectors, kind, true),
    chips(vectors, 'vectors', kind),
  );
  diagram.style.setProperty('--row', `${ROW_PX}px`);
  for (const event of ['pointerover', 'focusin'])
    diagram.addEventListener(event, (it) =>
      highlight(diagram, it.target.closest('[data-passage]')?.dataset.passage),
    );
  for (const event of ['pointerleave', 'focusout'])
    diagram.addEventListener(event, () => highlight(diagram, undefined));
  return diagram;
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

// The title; where several passages have the same, the beginning of the text.
function passageName(passage, passages) {
  const others = passages.filter((other) => title(other) === title(passage));
  return others.length > 1 ? passage.text.replace(/\s+/g, ' ').slice(0, NAME_CHARACTERS) : title(passage);
}

function fusedRow(passage, kind, shown) {
  const found = (lane) => (passage[lane] === null ? translate('rank-none') : String(passage[lane]));
  const spoken = {
    rank: passage.rank,
    title: title(passage),
    words: found('words'),
    vectors: found('vectors'),
  };
  const label = [
    element('span', { class: 'spoken' }, translate('rank-line', spoken)),
    element('b', { 'aria-hidden': 'true' }, String(passage.rank)),
    element('span', { class: 'name', lang: 'zh', 'aria-hidden': 'true' }, shown),
  ];
  const hint = `${title(passage)}\n${passage.text.slice(0, HINT_CHARACTERS)}…`;
  const link = { href: `#passage-${passage.id}`, onclick: (event) => scrollToPassage(event, passage) };
  return element(
    'li',
    { class: kind(passage), 'data-passage': passage.id, title: hint },
    passage.read ? element('a', link, ...label) : element('span', { class: 'line' }, ...label),
  );
}

// Scroll the panel, but keep the open chat in the address.
function scrollToPassage(event, passage) {
  event.preventDefault();
  document.getElementById(`passage-${passage.id}`)?.scrollIntoView({ block: 'start', behavior: 'smooth' });
}

function lines(passages, found, kind, mirrored) {
  const height = passages.length * ROW_PX;
  const middle = (index) => index * ROW_PX + ROW_PX / 2;
  const curves = found.map((passage, index) => {
    const from = middle(index);
    const to = middle(passages.indexOf(passage));
    const [start, end] = mirrored ? [to, from] : [from, to];
    return svgElement('path', {
      class: kind(passage),
      'data-passage': passage.id,
      d: `M0 ${start}C${LINES_PX / 2} ${start} ${LINES_PX / 2} ${end} ${LINES_PX} ${end}`,
    });
  });
  return svgElement(
    'svg',
    { class: 'lines', width: LINES_PX, height, viewBox: `0 0 ${LINES_PX} ${height}`, 'aria-hidden': 'true' },
    ...curves,
  );
}

function highlight(diagram, id) {
  diagram.classList.toggle('lit', id !== undefined);
  for (const node of diagram.querySelectorAll('[data-passage]'))
    node.classList.toggle('on', node.dataset.passage === id);
}
