// Where messages are written: new ones, replies, changes.

import { author, gist } from './bubble.js';
import { CommandMenu } from './commands.js';
import { revise, speakUp } from './deeds.js';
import { element, icon, iconButton, part } from './element.js';
import { Inline } from './inline.js';
import { takeFiles } from './sending.js';
import { label, say } from './words.js';
import { world } from './world.js';

/** The box at the foot of a chat. Every chat keeps its own draft. */
export class Composer {
  #draft = part('draft');
  #replying = null;
  #editing = null;
  #drafts = new Map();
  #shown = null;

  constructor() {
    const clear = () => this.#reset();
    this.inline = new Inline(this.#draft, clear);
    this.commands = new CommandMenu(this.#draft, clear);
    takeFiles(this.#draft);
    part('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#draft.addEventListener('input', () => this.#typed());
    this.#draft.addEventListener('keydown', (event) => this.#key(event));
    world.addEventListener('opened', () => this.#moveIn());
    world.addEventListener('loaded', () => this.#dress());
    world.addEventListener('summoned', ({ detail }) => this.#ask(detail.query));
  }

  reply(message) {
    this.#become({ replying: message });
  }

  edit(message) {
    this.#become({ editing: message });
    this.#write(message.text);
  }

  /** Let go of a reply or a change; true where there was one. */
  escape() {
    if (!this.#replying && !this.#editing) return false;
    if (this.#editing) this.#write('');
    this.#become({});
    return true;
  }

  focus() {
    this.#draft.focus();
  }

  #ask(query) {
    this.#become({});
    this.#write(`@${world.bot.username} ${query}`);
    this.#typed();
  }

  async #send() {
    const text = this.#draft.value.trim();
    if (!text) return;
    const editing = this.#editing;
    const replyTo = this.#replying?.message_id ?? null;
    this.#reset();
    const went = editing ? await revise(editing, text) : await speakUp(text, { replyTo });
    if (!went && !this.#draft.value) this.#write(text);
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.inline.suggest.key(event) || this.commands.suggest.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === 'ArrowUp' && !this.#draft.value) {
      const mine = world
        .history(world.current)
        .findLast((message) => message.own && message.text && !message.via_bot);
      if (mine) {
        event.preventDefault();
        this.edit(mine);
      }
    }
  }

  #typed() {
    this.#fit();
    this.inline.typed();
    this.commands.typed();
  }

  #write(text) {
    this.#draft.value = text;
    this.#draft.setSelectionRange(text.length, text.length);
    this.#draft.focus();
    this.#fit();
  }

  #reset() {
    this.#draft.value = '';
    this.#become({}, false);
    this.#fit();
    this.inline.stop();
    this.commands.suggest.close();
  }

  #become({ replying = null, editing = null }, focus = true) {
    this.#replying = replying;
    this.#editing = editing;
    const message = replying ?? editing;
    const context = part('context');
    context.hidden = !message;
    context.replaceChildren(...(message ? this.#about(message) : []));
    part('send')
      .querySelector('use')
      .setAttribute('href', `/static/art/icons.svg#${editing ? 'check' : 'send'}`);
    label(part('send'), say(editing ? 'save' : 'send'));
    if (focus) this.#draft.focus();
  }

  #about(message) {
    const title = this.#editing ? say('editing') : say('replying', { name: author(message) });
    return [
      icon(this.#editing ? 'pencil' : 'reply', 'icon lead'),
      element('span', { class: 'quoted' }, element('strong', {}, title), element('span', {}, gist(message))),
      iconButton('close', say('cancel'), () => this.escape()),
    ];
  }

  // Grow with the text, as far as the style lets it.
  #fit() {
    this.#draft.style.height = 'auto';
    this.#draft.style.height = `${this.#draft.scrollHeight}px`;
    part('send').classList.toggle('ready', Boolean(this.#draft.value.trim()));
  }

  #moveIn() {
    if (this.#shown && this.#shown !== world.current)
      this.#drafts.set(this.#shown, this.#editing ? '' : this.#draft.value);
    if (this.#shown !== world.current) {
      this.#shown = world.current;
      this.#reset();
      this.#draft.value = this.#drafts.get(world.current) ?? '';
      this.#fit();
    }
    this.#dress();
  }

  #dress() {
    if (!world.chat) return;
    const isPrivate = world.chat.kind === 'private';
    this.#draft.placeholder = isPrivate
      ? say('write-private')
      : say('write-group', { bot: world.bot.username });
    part('slash').hidden = !(world.commands[world.current] ?? []).length;
  }
}
