// Short notices that go away by themselves, and longer ones that wait for a yes.

import { element, part } from './element.js';
import { say } from './words.js';

const SHOWN_MS = 3500;

/** Say something in passing. */
export function toast(text) {
  const node = element('p', { class: 'toast' }, text);
  part('toasts').append(node);
  setTimeout(() => node.remove(), SHOWN_MS);
}

/** Say something that waits to be read. */
export function alert(text) {
  const dialog = part('alert');
  dialog.replaceChildren(
    element('p', { id: 'alert-text' }, text),
    element(
      'div',
      { class: 'buttons' },
      element('button', { class: 'flat', type: 'button', onclick: () => dialog.close() }, say('ok')),
    ),
  );
  dialog.showModal();
}

/** Do something; where it is refused, say why in passing. */
export async function trying(work) {
  try {
    return await work();
  } catch (error) {
    if (error.name !== 'AbortError') toast(say('trouble', { error: error.message }));
    return undefined;
  }
}
