// The bot's commands, while "/" is being typed or when the button is pressed.

import { speakUp } from './deeds.js';
import { element, part } from './element.js';
import { Suggest } from './suggest.js';
import { world } from './world.js';

/** Watches the draft; `done` is called when a command has been sent. */
export class CommandMenu {
  constructor(draft, done) {
    this.draft = draft;
    this.done = done;
    this.suggest = new Suggest(part('commands'), draft, (command, key) => this.#take(command, key));
    part('slash').addEventListener('click', () => this.#turn());
  }

  /** The draft has changed. */
  typed() {
    const typed = /^\/(\w*)$/.exec(this.draft.value);
    const fitting = typed
      ? this.#all().filter(({ command }) => command.startsWith(typed[1].toLowerCase()))
      : [];
    if (fitting.length) this.suggest.show(fitting, option);
    else this.suggest.close();
  }

  #all() {
    return world.commands[world.current] ?? [];
  }

  #turn() {
    if (this.suggest.isOpen) this.suggest.close();
    else if (this.#all().length) this.suggest.show(this.#all(), option);
    this.draft.focus();
  }

  // Tab writes it out, so that something can follow; Enter sends it.
  #take({ command }, key) {
    this.suggest.close();
    if (key === 'Tab') {
      this.draft.value = `/${command} `;
      return;
    }
    this.done();
    const name = world.chat.kind === 'private' ? '' : `@${world.bot.username}`;
    speakUp(`/${command}${name}`);
  }
}

function option({ command, description }) {
  return [
    element('span', { class: 'command' }, `/${command}`),
    element('span', { class: 'about' }, description),
  ];
}
