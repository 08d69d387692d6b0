// The composer: new messages, replies and edits.

import { editMessage, sendText } from '../actions.js';
import { author, summary } from '../chat/bubble.js';
import { byId, element, icon, iconButton } from '../element.js';
import { label, translate } from '../translations.js';
import { world } from '../world.js';
import { CommandMenu } from './commands.js';
import { acceptFiles } from './files.js';
import { InlineMode } from './inline.js';

/** The text box below a chat. Each chat has its own draft. */
export class Composer {
  #draft = byId('draft');
  #replying = null;
  #editing = null;
  #drafts = new Map();
  #shownKey = null;

  constructor() {
    const clear = () => this.#reset();
    this.inline = new InlineMode(this.#draft, clear);
    this.commands = new CommandMenu(this.#draft, clear);
    acceptFiles(this.#draft);
    byId('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#draft.addEventListener('input', () => this.#typed());
    this.#draft.addEventListener('keydown', (event) => this.#keyPressed(event));
    world.addEventListener('opened', () => this.#switchChat());
    world.addEventListener('loaded', () => this.#drawControls());
    world.addEventListener('inline', ({ detail }) => this.#startInline(detail.query));
  }

  reply(message) {
    this.#setTarget({ replying: message });
  }

  edit(message) {
    this.#setTarget({ editing: message });
    this.#setDraft(message.text);
  }

  /** Cancel a reply or an edit; returns whether there was one. */
  cancel() {
    if (!this.#replying && !this.#editing) return false;
    if (this.#editing) this.#setDraft('');
    this.#setTarget({});
    return true;
  }

  focus() {
    this.#draft.focus();
  }

  #startInline(query) {
    this.#setTarget({});
    this.#setDraft(`@${world.bot.username} ${query}`);
    this.#typed();
  }

  async #send() {
    const text = this.#draft.value.trim();
    if (!text) return;
    const editing = this.#editing;
    const replyTo = this.#replying?.message_id ?? null;
    this.#reset();
    const succeeded = editing ? await editMessage(editing, text) : await sendText(text, { replyTo });
    if (!succeeded && !this.#draft.value) this.#setDraft(text);
  }

  #keyPressed(event) {
    if (event.isComposing) return;
    if (this.inline.suggest.key(event) || this.commands.suggest.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === 'ArrowUp' && !this.#draft.value) {
      const own = world
        .history(world.current)
        .findLast((message) => message.own && message.text && !message.via_bot);
      if (own) {
        event.preventDefault();
        this.edit(own);
      }
    }
  }

  #typed() {
    this.#resize();
    this.inline.typed();
    this.commands.typed();
  }

  #setDraft(text) {
    this.#draft.value = text;
    this.#draft.setSelectionRange(text.length, text.length);
    this.#draft.focus();
    this.#resize();
  }

  #reset() {
    this.#draft.value = '';
    this.#setTarget({}, false);
    this.#resize();
    this.inline.stop();
    this.commands.suggest.close();
  }

  #setTarget({ replying = null, editing = null }, focus = true) {
    this.#replying = replying;
    this.#editing = editing;
    const message = replying ?? editing;
    const context = byId('context');
    context.hidden = !message;
    context.replaceChildren(...(message ? this.#targetPreview(message) : []));
    byId('send')
      .querySelector('use')
      .setAttribute('href', `/static/art/icons.svg#${editing ? 'check' : 'send'}`);
    label(byId('send'), translate(editing ? 'save' : 'send'));
    if (focus) this.#draft.focus();
  }

  #targetPreview(message) {
    const title = this.#editing ? translate('editing') : translate('replying', { name: author(message) });
    return [
      icon(this.#editing ? 'pencil' : 'reply', 'icon lead'),
      element('span', { class: 'quoted' }, element('strong', {}, title), element('span', {}, summary(message))),
      iconButton('close', translate('cancel'), () => this.cancel()),
    ];
  }

  // Grow with the text, up to the height that the style sheet sets.
  #resize() {
    this.#draft.style.height = 'auto';
    this.#draft.style.height = `${this.#draft.scrollHeight}px`;
    byId('send').classList.toggle('ready', Boolean(this.#draft.value.trim()));
  }

  #switchChat() {
    if (this.#shownKey && this.#shownKey !== world.current)
      this.#drafts.set(this.#shownKey, this.#editing ? '' : this.#draft.value);
    if (this.#shownKey !== world.current) {
      this.#shownKey = world.current;
      this.#reset();
      this.#draft.value = this.#drafts.get(world.current) ?? '';
      this.#resize();
    }
    this.#drawControls();
  }

  #drawControls() {
    if (!world.chat) return;
    const isPrivate = world.chat.kind === 'private';
    this.#draft.placeholder = isPrivate
      ? translate('write-private')
      : translate('write-group', { bot: world.bot.username });
    byId('slash').hidden = !(world.commands[world.current] ?? []).length;
  }
}
