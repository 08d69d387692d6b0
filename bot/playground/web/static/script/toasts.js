// Notices: toasts that disappear by themselves, and alerts that have to be closed.

import { showDialog } from './dialogs.js';
import { byId, element } from './element.js';
import { translate } from './translations.js';

const SHOWN_MS = 3500;

/** Show a toast. */
export function toast(text) {
  const node = element('p', { class: 'toast' }, text);
  byId('toasts').append(node);
  setTimeout(() => node.remove(), SHOWN_MS);
}

/** Show an alert. */
export function alert(text) {
  const dialog = byId('alert');
  dialog.replaceChildren(
    element('p', { id: 'alert-text' }, text),
    element(
      'div',
      { class: 'buttons' },
      element('button', { class: 'flat', type: 'button', onclick: () => dialog.close() }, translate('ok')),
    ),
  );
  showDialog(dialog);
}

/** Run something; where it fails, show the error as a toast and return undefined. */
export async function withErrorToast(work) {
  try {
    return await work();
  } catch (error) {
    if (error.name !== 'AbortError') toast(translate('trouble', { error: error.message }));
    return undefined;
  }
}
