// Cards of the passages that were read: their spans, each with its confidence and the threshold.

import { element } from '../element.js';
import { translate } from '../translations.js';
import { answerPassage, title } from './passages.js';

const MAX_SPANS = 3;
const CONTEXT_CHARACTERS = 60;
const CELL_SEPARATOR = '\u3000';
const SEPARATOR_OR_END = /[\u3000\n]|$/;

/** A card for each passage that was read. */
export function passageCards(explanation) {
  const read = explanation.passages.filter((passage) => passage.read);
  if (!read.length) return element('p', { class: 'quiet' }, translate('read-none'));
  const key = element(
    'p',
    { class: 'key-line' },
    element('s'),
    translate('threshold', { threshold: explanation.threshold.toFixed(2) }),
  );
  return element(
    'div',
    { class: 'readings' },
    key,
    read.map((passage) => card(passage, explanation)),
  );
}

function card(passage, explanation) {
  const spans = passage.spans.slice(0, MAX_SPANS);
  return element(
    'article',
    { class: passage === answerPassage(explanation) ? 'reading answering' : 'reading', id: `passage-${passage.id}` },
    element(
      'h4',
      {},
      element('b', {}, String(passage.rank)),
      element('span', { lang: 'zh' }, title(passage)),
    ),
    element('p', { class: 'excerpt', lang: 'zh' }, ...excerpt(passage, spans)),
    spans.length
      ? element(
          'ul',
          { class: 'spans' },
          spans.map((span, index) => confidenceBar(span, explanation, index === 0)),
        )
      : element('p', { class: 'quiet' }, translate('no-span')),
    passage.missing.length > 0 &&
      element(
        'p',
        { class: 'missing' },
        `${translate('missing')}${translate('colon')}`,
        ...passage.missing.map((term) => element('span', { lang: 'zh' }, term)),
      ),
    element('p', { class: 'source' }, passage.source),
  );
}

/** The part of a passage around its best span, with all spans in it marked. */
function excerpt({ text }, spans) {
  const pieces = withoutOverlaps(spans);
  const best = pieces.filter((piece) => piece.best);
  const from = best.length ? Math.max(0, best[0].start - CONTEXT_CHARACTERS) : 0;
  const to = best.length
    ? Math.min(text.length, best[best.length - 1].end + CONTEXT_CHARACTERS)
    : Math.min(text.length, 2 * CONTEXT_CHARACTERS);
  const parts = withoutBrokenCells(text, from, to, best.length ? best[0].start : from);
  const nodes = parts.flatMap((part, index) => [
    index ? `${CELL_SEPARATOR}…${CELL_SEPARATOR}` : '',
    ...marked(text, part, pieces),
  ]);
  const [first, last] = [parts[0][0], parts[parts.length - 1][1]];
  return [first > 0 ? '…' : '', ...nodes, last < text.length ? '…' : ''];
}

// The [start, end] of what is shown between two places: of a row of a table whole cells, and always its first.
function withoutBrokenCells(text, from, to, start) {
  const line = text.lastIndexOf('\n', Math.max(start - 1, 0)) + 1;
  const firstEnd = text.slice(line).search(SEPARATOR_OR_END) + line;
  const end = to < text.length ? to + text.slice(to).search(SEPARATOR_OR_END) : to;
  if (text[firstEnd] !== CELL_SEPARATOR || !/[：:]/.test(text.slice(line, firstEnd))) return [[from, to]];
  if (from <= line) return [[from, end]];
  const next = text.indexOf(CELL_SEPARATOR, from) + 1;
  const cell = next && next <= start ? next : text.lastIndexOf(CELL_SEPARATOR, start) + 1;
  return cell <= firstEnd + 1 ? [[line, end]] : [[line, firstEnd], [cell, end]];
}

// A part of a text as nodes, with the pieces that lie in it marked.
function marked(text, [from, to], pieces) {
  const nodes = [];
  let at = from;
  for (const piece of pieces.filter(({ start, end }) => start >= from && end <= to)) {
    nodes.push(
      text.slice(at, piece.start),
      element('mark', { class: piece.best ? 'best' : '' }, text.slice(piece.start, piece.end)),
    );
    at = piece.end;
  }
  return [...nodes, text.slice(at, to)];
}

// The ranges of all spans in reading order, without those that overlap one of a better span.
function withoutOverlaps(spans) {
  const kept = [];
  for (const span of spans)
    for (const [start, end] of span.spans)
      if (kept.every((other) => end <= other.start || start >= other.end))
        kept.push({ start, end, best: span === spans[0] });
  return kept.sort((a, b) => a.start - b.start);
}

function confidenceBar(span, explanation, best) {
  const share = element('i');
  share.style.width = `${100 * span.confidence}%`;
  const line = element('s');
  line.style.left = `${100 * explanation.threshold}%`;
  const enough = span.confidence >= explanation.threshold;
  return element(
    'li',
    { class: `${best ? 'best ' : ''}${enough ? 'enough' : ''}` },
    element('span', { class: 'what', lang: 'zh' }, span.text),
    element(
      'span',
      { class: 'track', title: translate('threshold', { threshold: explanation.threshold.toFixed(2) }) },
      share,
      line,
    ),
    element('span', { class: 'number' }, span.confidence.toFixed(2)),
  );
}
