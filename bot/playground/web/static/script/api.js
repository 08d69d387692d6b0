// Requests to the page's server.

import { hasTranslation, translate } from './translations.js';

const KEY = document.querySelector('meta[name="playground-key"]').content;

/** A request that failed; its message is a sentence for people, its status 0 where there was no response. */
export class RequestError extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

export async function get(path) {
  return parsed(await send(path, {}));
}

/** Send an object; returns the response, null where it is empty. */
export async function post(path, body, { signal } = {}) {
  const headers = { 'Content-Type': 'application/json' };
  return parsed(await send(path, { method: 'POST', headers, body: JSON.stringify(body), signal }));
}

/**
 * Send a file to a chat; `onProgress` is called with the share that is sent, 0 to 1.
 * Options: caption; photo, to send a picture as one; album, the same for all files sent together.
 */
export function upload(key, file, { caption = '', photo = false, album = '' }, onProgress) {
  const form = new FormData();
  form.append('key', key);
  form.append('caption', caption);
  if (photo) form.append('photo', 'yes');
  if (album) form.append('album', album);
  form.append('file', file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/upload');
    request.setRequestHeader('X-Playground-Key', KEY);
    request.responseType = 'json';
    request.upload.onprogress = (event) => onProgress(event.loaded / event.total);
    request.onload = () => {
      if (request.status < 300) resolve(request.response);
      else reject(denied(request.response, request.status));
    };
    request.onerror = () => reject(new RequestError(translate('no-reply')));
    request.send(form);
  });
}

/** Download a document of a message. */
export async function download(fileId, name) {
  const response = await send(`/api/file?id=${encodeURIComponent(fileId)}`, {});
  if (!response.ok) await parsed(response);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const pictures = new Map();

/** The address of a photo of a message, which stays valid while the page is open. */
export function pictureAddress(fileId) {
  if (!pictures.has(fileId)) {
    const fetched = fetchPicture(fileId);
    pictures.set(fileId, fetched);
    fetched.catch(() => pictures.delete(fileId));
  }
  return pictures.get(fileId);
}

async function fetchPicture(fileId) {
  const response = await send(`/api/file?id=${encodeURIComponent(fileId)}`, {});
  if (!response.ok) await parsed(response);
  return URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: 'image/png' }));
}

/** Follow the events after number `seq`; reconnects by itself. */
export function listen(seq, { onEvent, onLost, onOpen, onGone }) {
  const source = new EventSource(`/api/events?key=${encodeURIComponent(KEY)}&after=${seq}`);
  source.onmessage = (event) => onEvent(JSON.parse(event.data));
  source.onopen = onOpen;
  source.onerror = () => (source.readyState === EventSource.CLOSED ? onGone() : onLost());
}

async function send(path, options) {
  const headers = { ...options.headers, 'X-Playground-Key': KEY };
  try {
    return await fetch(path, { ...options, headers });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new RequestError(translate('no-reply'));
  }
}

async function parsed(response) {
  if (response.status === 204) return null;
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw denied(body, response.status);
  return body;
}

// In the language of the page where it has a sentence for the reason.
function denied(body, status) {
  const name = `denied-${body?.name}`;
  return new RequestError(hasTranslation(name) ? translate(name) : (body?.error ?? `${status}`), status);
}
