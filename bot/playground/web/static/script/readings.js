// The passages that were read: their spans in the text, and how sure each is, against the threshold.

import { element } from './element.js';
import { answering, title } from './passages.js';
import { say } from './words.js';

const SPANS = 3;
const AROUND = 60;

/** A card for each passage that was read, and the names of the others. */
export function readings(told) {
  const read = told.passages.filter((passage) => passage.read);
  if (!read.length) return element('p', { class: 'quiet' }, say('read-none'));
  const key = element(
    'p',
    { class: 'key-line' },
    element('s'),
    say('threshold', { threshold: told.threshold.toFixed(2) }),
  );
  return element(
    'div',
    { class: 'readings' },
    key,
    read.map((passage) => card(passage, told)),
  );
}

function card(passage, told) {
  const spans = passage.spans.slice(0, SPANS);
  return element(
    'article',
    { class: passage === answering(told) ? 'reading answering' : 'reading', id: `passage-${passage.id}` },
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
          spans.map((span, place) => bar(span, told, place === 0)),
        )
      : element('p', { class: 'quiet' }, say('no-span')),
    passage.missing.length > 0 &&
      element(
        'p',
        { class: 'missing' },
        `${say('missing')}${say('colon')}`,
        ...passage.missing.map((term) => element('span', { lang: 'zh' }, term)),
      ),
    element('p', { class: 'source' }, passage.source),
  );
}

/** The stretch of a passage around its best span, with all spans in it marked. */
function excerpt({ text }, spans) {
  const pieces = apart(spans);
  const best = pieces.filter((piece) => piece.best);
  const from = best.length ? Math.max(0, best[0].start - AROUND) : 0;
  const to = best.length
    ? Math.min(text.length, best[best.length - 1].end + AROUND)
    : Math.min(text.length, 2 * AROUND);
  const nodes = [];
  let at = from;
  for (const piece of pieces.filter(({ start, end }) => start >= from && end <= to)) {
    nodes.push(
      text.slice(at, piece.start),
      element('mark', { class: piece.best ? 'best' : '' }, text.slice(piece.start, piece.end)),
    );
    at = piece.end;
  }
  nodes.push(text.slice(at, to));
  return [from > 0 ? '…' : '', ...nodes, to < text.length ? '…' : ''];
}

// The pieces of spans, best first, without those that overlap a better one; then in reading order.
function apart(spans) {
  const kept = [];
  for (const span of spans)
    for (const [start, end] of span.spans)
      if (kept.every((other) => end <= other.start || start >= other.end))
        kept.push({ start, end, best: span === spans[0] });
  return kept.sort((a, b) => a.start - b.start);
}

function bar(span, told, best) {
  const share = element('i');
  share.style.width = `${100 * span.confidence}%`;
  const line = element('s');
  line.style.left = `${100 * told.threshold}%`;
  const enough = span.confidence >= told.threshold;
  return element(
    'li',
    { class: `${best ? 'best ' : ''}${enough ? 'enough' : ''}` },
    element('span', { class: 'what', lang: 'zh' }, span.text),
    element(
      'span',
      { class: 'track', title: say('threshold', { threshold: told.threshold.toFixed(2) }) },
      share,
      line,
    ),
    element('span', { class: 'number' }, span.confidence.toFixed(2)),
  );
}
