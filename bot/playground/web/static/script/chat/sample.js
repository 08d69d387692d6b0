// The sample page, in a dialog to read.

import { showDialog } from '../dialogs.js';
import { byId, element, iconButton } from '../element.js';
import { calendarDay, translate } from '../translations.js';
import { world } from '../world.js';

/** Show the articles that the suggested questions ask about. */
export function showSample() {
  const dialog = byId('sample');
  const [{ source }] = world.sample;
  dialog.replaceChildren(
    element(
      'header',
      {},
      element('h2', { id: 'sample-title', lang: 'zh' }, source.replace(/\.\w+$/, '')),
      iconButton('close', translate('close'), () => dialog.close()),
    ),
    element('div', { class: 'pages', lang: 'zh', tabindex: '0', role: 'region', 'aria-labelledby': 'sample-title' }, world.sample.map(article)),
  );
  showDialog(dialog);
  dialog.querySelector('.pages').scrollTop = 0;
}

function article({ title, published, paragraphs }) {
  return element(
    'article',
    {},
    element('h3', {}, title),
    published && element('p', { class: 'date' }, element('time', { datetime: published }, calendarDay(published))),
    paragraphs.map((text) => element('p', {}, text)),
  );
}
