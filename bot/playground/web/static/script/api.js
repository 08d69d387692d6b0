// What the page asks of its server.

import { say } from './words.js';

const KEY = document.querySelector('meta[name="playground-key"]').content;

/** A request that was refused or not answered; its message is a sentence for people, its status 0 for the latter. */
export class Refused extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

export async function get(path) {
  return answered(await reached(path, {}));
}

/** Send an object; null where the answer is empty. */
export async function post(path, body, { signal } = {}) {
  const headers = { 'Content-Type': 'application/json' };
  return answered(await reached(path, { method: 'POST', headers, body: JSON.stringify(body), signal }));
}

/** Send a file to a chat; `progressed` hears the share of it that is through, 0 to 1. */
export function upload(key, file, caption, progressed) {
  const form = new FormData();
  form.append('key', key);
  form.append('caption', caption);
  form.append('file', file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/upload');
    request.setRequestHeader('X-Playground-Key', KEY);
    request.responseType = 'json';
    request.upload.onprogress = (event) => progressed(event.loaded / event.total);
    request.onload = () => {
      if (request.status < 300) resolve(request.response);
      else reject(new Refused(request.response?.error ?? `${request.status}`, request.status));
    };
    request.onerror = () => reject(new Refused(say('no-reply')));
    request.send(form);
  });
}

/** Save a document of a message under its name. */
export async function download(fileId, name) {
  const response = await reached(`/api/file?id=${encodeURIComponent(fileId)}`, {});
  if (!response.ok) await answered(response);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Hear all that happens after event `seq`; it goes on by itself when the connection comes back. */
export function listen(seq, { heard, lost, back, gone }) {
  const source = new EventSource(`/api/events?key=${encodeURIComponent(KEY)}&after=${seq}`);
  source.onmessage = (event) => heard(JSON.parse(event.data));
  source.onopen = back;
  source.onerror = () => (source.readyState === EventSource.CLOSED ? gone() : lost());
}

async function reached(path, options) {
  const headers = { ...options.headers, 'X-Playground-Key': KEY };
  try {
    return await fetch(path, { ...options, headers });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refused(say('no-reply'));
  }
}

async function answered(response) {
  if (response.status === 204) return null;
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error ?? `${response.status}`, response.status);
  return body;
}
