// The composer: new messages, replies and edits.

import { editMessage, sendText } from '../actions.js';
import { author, isEditable, summary } from '../chat/bubble.js';
import { byId, element, icon, iconButton, setIcon } from '../element.js';
import { label, translate } from '../translations.js';
import { world } from '../world.js';
import { CommandMenu } from './commands.js';
import { keepDraft, keptDraft } from './drafts.js';
import { acceptFiles } from './files.js';
import { InlineMode } from './inline.js';

const IN_COMPOSITION = 229; // Safari ends the composition before the Enter that chose a word
const NARROW = '(max-width: 480px)'; // a text box cannot shorten its placeholder

/** The text box below a chat. Each chat has its own draft. */
export class Composer {
  #draft = byId('draft');
  #replying = null;
  #editing = null;
  #replies = new Map();
  #shownKey = null;

  constructor() {
    this.inline = new InlineMode(this.#draft, () => this.#reset());
    this.commands = new CommandMenu(this.#draft, (command) => this.#sendCommand(command));
    acceptFiles(this.#draft);
    byId('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#draft.addEventListener('input', () => this.#typed());
    this.#draft.addEventListener('keydown', (event) => this.#keyPressed(event));
    this.#resizeWithWidth();
    world.addEventListener('opened', () => this.#switchChat());
    for (const event of ['loaded', 'commands']) world.addEventListener(event, () => this.#drawControls());
    world.addEventListener('inline', ({ detail }) => this.#startInline(detail.query));
  }

  reply(message) {
    this.#setTarget({ replying: message });
  }

  edit(message) {
    this.#setTarget({ editing: message });
    this.#setDraft(message.text ?? message.caption ?? '');
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
    if (!text && (!this.#editing || this.#editing.text)) return; // but a file needs no caption
    const [editing, replying, key] = [this.#editing, this.#replying, world.current];
    this.#reset();
    const succeeded = editing
      ? await editMessage(editing, text)
      : await sendText(text, { replyTo: replying?.message_id ?? null });
    if (succeeded || this.#draft.value || world.current !== key) return;
    this.#setTarget({ replying, editing });
    this.#setDraft(text);
  }

  // A command of the menu replies to what is being replied to; a text that was begun before stays.
  #sendCommand(command) {
    const begun = this.#editing || this.#draft.value.startsWith('/') ? '' : this.#draft.value;
    const replyTo = this.#replying?.message_id ?? null;
    this.#reset();
    if (begun) this.#setDraft(begun);
    sendText(command, { replyTo });
  }

  #keyPressed(event) {
    if (event.isComposing || event.keyCode === IN_COMPOSITION) return;
    if (this.inline.suggest.key(event) || this.commands.suggest.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === 'ArrowUp' && !this.#draft.value) {
      const own = world.history(world.current).findLast(isEditable);
      if (own) {
        event.preventDefault();
        this.edit(own);
      }
    }
  }

  #typed() {
    this.#keep();
    this.#resize();
    this.inline.typed();
    this.commands.typed();
  }

  #setDraft(text) {
    this.#draft.value = text;
    this.#draft.setSelectionRange(text.length, text.length);
    this.#draft.focus();
    this.#keep();
    this.#resize();
  }

  // A message that is being edited is no draft.
  #keep() {
    if (this.#shownKey && !this.#editing) keepDraft(this.#shownKey, this.#draft.value);
  }

  #reset() {
    this.#draft.value = '';
    this.#setTarget({}, false);
    this.#keep();
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
    setIcon(byId('send'), editing ? 'check' : 'send');
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

  // Grow with the text, up to the height that the style sheet sets; where it is hidden, there is nothing to measure.
  #resize() {
    this.#draft.style.height = 'auto';
    const height = this.#draft.scrollHeight;
    if (height) this.#draft.style.height = `${height}px`;
    byId('send').classList.toggle('ready', Boolean(this.#draft.value.trim()));
  }

  #resizeWithWidth() {
    let width = 0;
    const observer = new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width !== width) requestAnimationFrame(() => this.#resize());
      width = contentRect.width;
    });
    observer.observe(this.#draft);
  }

  #switchChat() {
    if (this.#shownKey !== world.current) {
      if (this.#shownKey && !this.#editing)
        this.#replies.set(this.#shownKey, this.#replying);
      this.#shownKey = world.current;
      const text = keptDraft(world.current);
      this.#reset();
      this.#draft.value = text;
      this.#setTarget({ replying: this.#replies.get(world.current) }, false);
      this.#keep();
      this.#resize();
    }
    this.#drawControls();
  }

  #drawControls() {
    if (!world.chat) return;
    const isPrivate = world.chat.kind === 'private';
    this.#draft.placeholder = isPrivate
      ? translate('write-private')
      : translate(matchMedia(NARROW).matches ? 'write-group-short' : 'write-group', { bot: world.bot.username });
    byId('slash').hidden = !(world.commands[world.current] ?? []).length;
  }
}
