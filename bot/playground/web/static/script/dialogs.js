// Dialogs: Escape closes them, and so do Back and a click beside them.

import { layOver } from './layers.js';

/** Show a dialog until it is closed. */
export function showDialog(dialog) {
  const uncover = layOver(() => dialog.close());
  dialog.addEventListener('close', uncover, { once: true });
  dialog.onclick = (event) => {
    if (event.target === dialog && isBeside(dialog, event)) dialog.close(); // a result would prevent the click
  };
  dialog.showModal();
}

// A key that presses a button is a click at 0, 0, but its target is the button.
function isBeside(dialog, { clientX: x, clientY: y }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return x < left || x > right || y < top || y > bottom;
}
