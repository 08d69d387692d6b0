// A swipe to the left over a message, as phones have it for a reply.

const ENOUGH_PX = 64;
const MOST_PX = 90;

/** Call a function when a finger swipes over an element from right to left. */
export function onSwipe(node, done) {
  let start = null;
  const end = (event) => {
    if (start && event.type === 'pointerup' && start.x - event.clientX > ENOUGH_PX) done();
    start = null;
    node.style.translate = '';
  };
  node.addEventListener('pointerdown', (event) => {
    const scrolls = event.target.closest('pre');
    if (event.pointerType === 'touch' && event.isPrimary && !scrolls) start = { x: event.clientX };
  });
  node.addEventListener('pointermove', (event) => {
    if (start) node.style.translate = `${-Math.min(Math.max(start.x - event.clientX, 0), MOST_PX)}px 0`;
  });
  for (const name of ['pointerup', 'pointercancel']) node.addEventListener(name, end);
}
