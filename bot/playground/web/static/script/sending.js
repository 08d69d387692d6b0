// Files: chosen, dropped or pasted, then sent with a caption.

import { sendFile } from './deeds.js';
import { element, part } from './element.js';
import { toast } from './toasts.js';
import { say, size } from './words.js';
import { world } from './world.js';

const MOST_BYTES = 20 * 1024 * 1024;

/** Take files from the button, from the clipboard and from wherever they are dragged. */
export function takeFiles(draft) {
  const input = part('file');
  part('attach').addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    offer([...input.files]);
    input.value = '';
  });
  draft.addEventListener('paste', (event) => {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    offer(files);
  });
  takeDropped(part('chat'), part('drop'));
}

function takeDropped(place, veil) {
  let depth = 0;
  const show = (change) => {
    depth = change === 0 ? 0 : depth + change;
    veil.hidden = depth <= 0;
  };
  const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');
  place.addEventListener('dragenter', (event) => carriesFiles(event) && show(1));
  place.addEventListener('dragleave', (event) => carriesFiles(event) && show(-1));
  place.addEventListener('dragover', (event) => carriesFiles(event) && event.preventDefault());
  place.addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    show(0);
    offer([...event.dataTransfer.files]);
  });
}

// In a group, the bot takes a file whose caption names it.
function offer(files) {
  const fitting = files.filter((file) => {
    if (file.size > MOST_BYTES) toast(say('too-big', { name: file.name, size: size(file.size) }));
    return file.size <= MOST_BYTES;
  });
  if (!fitting.length) return;
  const { key, kind } = world.chat;
  const dialog = part('sending');
  const named = kind === 'private' ? '' : `@${world.bot.username}`;
  const caption = element('input', { id: 'caption', class: 'field', autocomplete: 'off', value: named });
  const send = (event) => {
    event.preventDefault();
    dialog.close();
    for (const [place, file] of fitting.entries()) sendOne(key, file, place ? '' : caption.value.trim());
  };
  dialog.replaceChildren(
    element(
      'form',
      { onsubmit: send },
      element('h2', { id: 'sending-title' }, say('send-file')),
      element('ul', { class: 'files' }, fitting.map(line)),
      element('label', { for: 'caption' }, say('caption')),
      caption,
      element(
        'div',
        { class: 'buttons' },
        element('button', { class: 'flat', type: 'button', onclick: () => dialog.close() }, say('cancel')),
        element('button', { class: 'flat strong', type: 'submit' }, say('send')),
      ),
    ),
  );
  dialog.showModal();
  caption.focus();
}

function line(file) {
  const suffix = file.name.includes('.') ? file.name.split('.').at(-1).slice(0, 4) : '';
  return element(
    'li',
    { class: 'file' },
    element('span', { class: 'sheet', 'aria-hidden': 'true' }, suffix),
    element(
      'span',
      { class: 'about' },
      element('span', { class: 'name' }, file.name),
      element('span', { class: 'size' }, size(file.size)),
    ),
  );
}

async function sendOne(key, file, caption) {
  const bar = element('progress', {
    max: '1',
    value: '0',
    'aria-label': `${say('uploading')}: ${file.name}`,
  });
  const node = element('p', { class: 'toast' }, `${say('uploading')}: ${file.name}`, bar);
  part('toasts').append(node);
  try {
    await sendFile(key, file, caption, (share) => (bar.value = share));
  } finally {
    node.remove();
  }
}
