// The state of the page: chats, messages, who is typing, the explanations, the chosen message of each chat.

import { get, listen } from './api.js';

const TYPING_MS = 5000;
const MAX_EXPLANATIONS = 100;

/**
 * Dispatches "loaded", "opened", "message" (detail: message, isNew), "deleted", "typing", "commands", "explanation"
 * (detail: key, id), "chosen", "state" and "inline" (detail: query).
 */
class World extends EventTarget {
  chats = new Map();
  messages = new Map();
  unread = new Map();
  commands = {};
  suggestions = [];
  sample = [];
  state = { ready: true, error: null, connection: 'up' };
  current = null;
  #language = null;
  #explanations = new Map();
  #chosen = new Map();
  #typing = new Map();

  /** Fetch everything, in a language; the first time, also follow the events after it. */
  async load(language) {
    this.#language = language;
    const snapshot = await get(`/api/world?language=${language}`);
    const isFirst = this.chats.size === 0;
    this.me = snapshot.me;
    this.bot = snapshot.bot;
    this.commands = snapshot.commands;
    this.suggestions = snapshot.suggestions;
    this.pieces = snapshot.pieces;
    this.sample = snapshot.sample;
    this.tokenHint = snapshot.token_hint;
    this.suffixes = snapshot.suffixes;
    for (const explanation of snapshot.explanations) if (explanation.key) this.#keep(explanation);
    this.chats = new Map(snapshot.chats.map((chat) => [chat.key, chat]));
    for (const chat of snapshot.chats) {
      const messages = snapshot.messages[chat.key] ?? [];
      this.messages.set(chat.key, new Map(messages.map((message) => [message.message_id, message])));
    }
    this.#setState({ ready: snapshot.ready, error: snapshot.failed });
    this.#emit('loaded');
    if (isFirst) this.#listen(snapshot.seq);
    return snapshot;
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

  /** A message by the key of its chat and its id, as it is now, or undefined. */
  message(key, id) {
    return this.messages.get(key)?.get(id);
  }

  /** How a question, or the question of an answer, was answered, or undefined. */
  explanationOf(message) {
    const to = message.own ? null : message.reply_to_message?.message_id;
    const [first] = (message.text ?? '').split('\n', 1);
    const isPressed = ({ pressed, key, message_id: id, question }) =>
      pressed && key === message.key && id === to && first.endsWith(question);
    // What a button asked stands in the first line of its answer, which replies to the message with the button.
    const pressed = to && [...this.#explanations.values()].findLast(isPressed);
    return pressed ?? [message.message_id, to].map((id) => this.#explanations.get(`${message.key}:${id}`)).find(Boolean);
  }

  /** The explanation of the chosen message of the open chat; else the newest there, or undefined. */
  get explanation() {
    const message = this.chosen && this.message(this.current, this.chosen);
    const ofChat = [...this.#explanations.values()].filter(({ key }) => key === this.current);
    return (message && this.explanationOf(message)) ?? ofChat.at(-1);
  }

  /** The id of the message of the open chat that was chosen last, or undefined. */
  get chosen() {
    return this.#chosen.get(this.current);
  }

  choose(message) {
    this.#chosen.set(message.key, message.message_id);
    this.#emit('chosen');
  }

  isTyping(key) {
    return this.#typing.has(key);
  }

  open(key) {
    if (!this.chats.has(key)) return;
    this.current = key;
    this.unread.delete(key);
    this.#emit('opened');
  }

  /** Start an inline query in the composer. */
  startInline(query = '') {
    this.#emit('inline', { query });
  }

  /** Add a message, or replace its older version. */
  put(message) {
    const messages = this.messages.get(message.key);
    if (!messages) return;
    const isNew = !messages.has(message.message_id);
    messages.set(message.message_id, message);
    if (message.from.id === this.bot.id) this.#stopTyping(message.key);
    if (isNew) this.#chosen.delete(message.key);
    if (isNew && !message.own && (message.key !== this.current || document.hidden)) {
      this.unread.set(message.key, (this.unread.get(message.key) ?? 0) + 1);
    }
    this.#emit('message', { message, isNew });
  }

  #listen(seq) {
    listen(seq, {
      onEvent: (event) => this.#handle(event),
      onLost: () => this.#setState({ connection: 'lost' }),
      onOpen: () => this.#setState({ connection: 'up' }),
      onGone: () => this.#reload(),
    });
  }

  // The events that were missed are no longer kept: load everything again. Where another playground runs by now,
  // its key is another, and the page itself is loaded again.
  async #reload() {
    this.#setState({ connection: 'gone' });
    try {
      const snapshot = await this.load(this.#language);
      this.#listen(snapshot.seq);
    } catch (error) {
      if (error.status === 403) location.reload();
    }
  }

  #handle(event) {
    if (event.type === 'message') this.put(event.message);
    else if (event.type === 'deleted') this.#remove(event);
    else if (event.type === 'action') this.#showTyping(event.key);
    else if (event.type === 'commands') {
      this.commands = event.commands;
      this.#emit('commands');
    } else if (event.type === 'explanation') {
      this.#explained(event.explanation);
    } else if (event.type === 'ready') this.#setState({ ready: true });
    else if (event.type === 'failed') this.#setState({ error: event.error });
  }

  // What was asked inline belongs to no chat yet: it is being typed in the open one.
  #explained(explanation) {
    const key = explanation.key ?? this.current;
    this.#chosen.delete(key);
    this.#keep({ ...explanation, key });
    this.#emit('explanation', { key, id: explanation.message_id });
  }

  #keep(explanation) {
    const place = `${explanation.key}:${explanation.message_id}`;
    const name = explanation.pressed ? `${place}:${explanation.question}` : place;
    this.#explanations.delete(name); // the newest comes last
    this.#explanations.set(name, explanation);
    if (this.#explanations.size > MAX_EXPLANATIONS) this.#explanations.delete(this.#explanations.keys().next().value);
  }

  #remove({ key, message_id: id }) {
    this.messages.get(key)?.delete(id);
    this.#emit('deleted', { key, id });
  }

  #showTyping(key) {
    clearTimeout(this.#typing.get(key));
    this.#typing.set(
      key,
      setTimeout(() => this.#stopTyping(key), TYPING_MS),
    );
    this.#emit('typing');
  }

  #stopTyping(key) {
    clearTimeout(this.#typing.get(key));
    if (this.#typing.delete(key)) this.#emit('typing');
  }

  #setState(change) {
    this.state = { ...this.state, ...change };
    this.#emit('state');
  }

  #emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

export const world = new World();
