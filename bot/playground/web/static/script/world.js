// All that the page knows: chats, messages, who is typing, what the engine did. Others listen for changes.

import { get, listen } from './api.js';

const TYPING_MS = 5000;

/**
 * Fires "loaded", "opened", "message" (detail: message, isNew), "deleted", "typing", "commands", "explanation",
 * "state" and "summoned" (detail: query).
 */
class World extends EventTarget {
  chats = new Map();
  messages = new Map();
  unread = new Map();
  commands = {};
  suggestions = [];
  explanation = null;
  state = { ready: true, error: null, line: 'up' };
  current = null;
  #language = null;
  #typing = new Map();

  /** Fetch everything, in a language; listen to what comes after it, the first time. */
  async load(language) {
    this.#language = language;
    const seen = await get(`/api/world?language=${language}`);
    const isFirst = this.chats.size === 0;
    this.me = seen.me;
    this.bot = seen.bot;
    this.commands = seen.commands;
    this.suggestions = seen.suggestions;
    this.tokenHint = seen.token_hint;
    this.explanation = seen.explanation ?? this.explanation;
    this.chats = new Map(seen.chats.map((chat) => [chat.key, chat]));
    for (const chat of seen.chats) {
      const said = seen.messages[chat.key] ?? [];
      this.messages.set(chat.key, new Map(said.map((message) => [message.message_id, message])));
    }
    this.#become({ ready: seen.ready, error: seen.failed });
    this.#tell('loaded');
    if (isFirst) this.#follow(seen.seq);
    return seen;
  }

  get chat() {
    return this.chats.get(this.current);
  }

  get privateChat() {
    return [...this.chats.values()].find((chat) => chat.kind === 'private');
  }

  history(key) {
    return [...(this.messages.get(key)?.values() ?? [])];
  }

  newest(key) {
    return this.history(key).at(-1);
  }

  isTyping(key) {
    return this.#typing.has(key);
  }

  open(key) {
    if (!this.chats.has(key)) return;
    this.current = key;
    this.unread.delete(key);
    this.#tell('opened');
  }

  /** Somebody wants to ask the bot inline. */
  summon(query = '') {
    this.#tell('summoned', { query });
  }

  /** A message is new or has changed. */
  put(message) {
    const said = this.messages.get(message.key);
    if (!said) return;
    const isNew = !said.has(message.message_id);
    said.set(message.message_id, message);
    if (message.from.id === this.bot.id) this.#rest(message.key);
    if (isNew && !message.own && (message.key !== this.current || document.hidden)) {
      this.unread.set(message.key, (this.unread.get(message.key) ?? 0) + 1);
    }
    this.#tell('message', { message, isNew });
  }

  #follow(seq) {
    listen(seq, {
      heard: (event) => this.#hear(event),
      lost: () => this.#become({ line: 'lost' }),
      back: () => this.#become({ line: 'up' }),
      gone: () => this.#beginAnew(),
    });
  }

  // What was missed is no longer told: begin anew. Behind the page may be another playground by now, with another key.
  async #beginAnew() {
    this.#become({ line: 'gone' });
    try {
      const seen = await this.load(this.#language);
      this.#follow(seen.seq);
    } catch (error) {
      if (error.status === 403) location.reload();
    }
  }

  #hear(event) {
    if (event.type === 'message') this.put(event.message);
    else if (event.type === 'deleted') this.#take(event);
    else if (event.type === 'action') this.#type(event.key);
    else if (event.type === 'commands') {
      this.commands = event.commands;
      this.#tell('commands');
    } else if (event.type === 'explanation') {
      this.explanation = event.explanation;
      this.#tell('explanation');
    } else if (event.type === 'ready') this.#become({ ready: true });
    else if (event.type === 'failed') this.#become({ error: event.error });
  }

  #take({ key, message_id: id }) {
    this.messages.get(key)?.delete(id);
    this.#tell('deleted', { key, id });
  }

  #type(key) {
    clearTimeout(this.#typing.get(key));
    this.#typing.set(
      key,
      setTimeout(() => this.#rest(key), TYPING_MS),
    );
    this.#tell('typing');
  }

  #rest(key) {
    clearTimeout(this.#typing.get(key));
    if (this.#typing.delete(key)) this.#tell('typing');
  }

  #become(change) {
    this.state = { ...this.state, ...change };
    this.#tell('state');
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

export const world = new World();
