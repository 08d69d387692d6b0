// What is common to all pictures of the passages that the engine considered.

/** The passage that the answer stands in, or undefined where none was given. */
export function answering(told) {
  if (told.answer === null) return undefined;
  const best = (passage) =>
    Math.max(...passage.spans.filter(({ text }) => text === told.answer).map(({ confidence }) => confidence));
  return told.passages.toSorted((a, b) => best(b) - best(a))[0];
}

/** What a passage is called. */
export function title(passage) {
  return passage.title || passage.source;
}
