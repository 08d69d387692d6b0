// What the diagram and the cards of passages share.

/** The passage that holds the answer, or undefined where there is no answer. */
export function answerPassage(explanation) {
  if (explanation.answer === null) return undefined;
  const best = (passage) =>
    Math.max(...passage.spans.filter(({ text }) => text === explanation.answer).map(({ confidence }) => confidence));
  return explanation.passages.toSorted((a, b) => best(b) - best(a))[0];
}

/** The title of a passage, or else its source. */
export function title(passage) {
  return passage.title || passage.source;
}
