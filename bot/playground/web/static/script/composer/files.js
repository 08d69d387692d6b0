// Sending files: chosen, dropped or pasted, then confirmed with a caption.

import { sendFile } from '../actions.js';
import { showDialog } from '../dialogs.js';
import { byId, element } from '../element.js';
import { toast } from '../toasts.js';
import { fileSize, translate } from '../translations.js';
import { world } from '../world.js';

const PHOTOS = ['image/jpeg', 'image/png', 'image/webp'];
const MOST_IN_ALBUM = 10;
const MAX_BYTES = 20 * 1024 * 1024;

/** Accept files from the button, the clipboard, and drag and drop. */
export function acceptFiles(draft) {
  const input = byId('file');
  byId('attach').addEventListener('click', () => {
    input.accept = world.suffixes.join(','); // other files can still be chosen there, and are refused with a reason
    input.click();
  });
  input.addEventListener('change', () => {
    confirmSending([...input.files]);
    input.value = '';
  });
  draft.addEventListener('paste', (event) => {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    confirmSending(files);
  });
  acceptDropped(byId('chat'), byId('drop'));
}

function acceptDropped(area, overlay) {
  let depth = 0;
  const show = (change) => {
    depth = change === 0 ? 0 : depth + change;
    overlay.hidden = depth <= 0;
  };
  const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');
  area.addEventListener('dragenter', (event) => carriesFiles(event) && show(1));
  area.addEventListener('dragleave', (event) => carriesFiles(event) && show(-1));
  area.addEventListener('dragover', (event) => carriesFiles(event) && event.preventDefault());
  area.addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    show(0);
    confirmSending([...event.dataTransfer.files]);
  });
}

// In a group, the bot reads only files whose caption mentions it.
function confirmSending(files) {
  const accepted = files.filter((file) => {
    if (!file.size) toast(translate('empty-file', { name: file.name }));
    if (file.size > MAX_BYTES) toast(translate('too-big', { name: file.name, size: fileSize(file.size) }));
    return file.size > 0 && file.size <= MAX_BYTES;
  });
  if (!accepted.length) return;
  const { key, kind } = world.chat;
  const dialog = byId('sending');
  const named = kind === 'private' ? '' : `@${world.bot.username}`;
  const caption = element('input', { id: 'caption', class: 'field', autocomplete: 'off', value: named });
  const send = (event) => {
    event.preventDefault();
    dialog.close();
    sendAll(key, accepted, caption.value.trim());
  };
  dialog.replaceChildren(
    element(
      'form',
      { onsubmit: send },
      element('h2', { id: 'sending-title' }, translate('send-file')),
      element('ul', { class: 'files' }, accepted.map(fileRow)),
      element('label', { for: 'caption' }, translate('caption')),
      caption,
      element(
        'div',
        { class: 'buttons' },
        element('button', { class: 'flat', type: 'button', onclick: () => dialog.close() }, translate('cancel')),
        element('button', { class: 'flat strong', type: 'submit' }, translate('send')),
      ),
    ),
  );
  showDialog(dialog);
  caption.focus();
}

function fileRow(file) {
  const suffix = file.name.includes('.') ? file.name.split('.').at(-1).slice(0, 4) : '';
  return element(
    'li',
    { class: 'file' },
    element('span', { class: 'sheet', 'aria-hidden': 'true' }, suffix),
    element(
      'span',
      { class: 'about' },
      element('span', { class: 'name' }, file.name),
      element('span', { class: 'size' }, fileSize(file.size)),
    ),
  );
}

// As in Telegram: pictures are photos, albums have ten at most, and photos are not mixed with other files.
async function sendAll(key, files, caption) {
  const isPhoto = (file) => PHOTOS.includes(file.type);
  let text = caption;
  for (const photo of [true, false]) {
    const together = files.filter((file) => isPhoto(file) === photo);
    for (let start = 0; start < together.length; start += MOST_IN_ALBUM) {
      const some = together.slice(start, start + MOST_IN_ALBUM);
      const album = some.length > 1 ? `${Date.now()}${start}` : '';
      for (const file of some) {
        await sendWithProgress(key, file, { caption: text, photo, album }); // one by one, to keep their order
        text = '';
      }
    }
  }
}

async function sendWithProgress(key, file, options) {
  const bar = element('progress', {
    max: '1',
    value: '0',
    'aria-label': `${translate('uploading')}: ${file.name}`,
  });
  const node = element('p', { class: 'toast' }, `${translate('uploading')}: ${file.name}`, bar);
  byId('toasts').append(node);
  try {
    await sendFile(key, file, options, (share) => (bar.value = share));
  } finally {
    node.remove();
  }
}
