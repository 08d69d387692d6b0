// The menu of the bot's commands, shown while "/" is typed or by its button.

import { byId, element } from '../element.js';
import { world } from '../world.js';
import { SuggestionList } from './suggestions.js';

/** Shows the commands that match the draft; `send` is called with the text of one that is chosen. */
export class CommandMenu {
  constructor(draft, send) {
    this.draft = draft;
    this.send = send;
    this.suggest = new SuggestionList(byId('commands'), draft, (command, key) => this.#choose(command, key));
    byId('slash').addEventListener('click', () => this.#toggle());
  }

  /** Called when the draft has changed. */
  typed() {
    const typed = /^\/(\w*)$/.exec(this.draft.value);
    const matches = typed
      ? this.#all().filter(({ command }) => command.startsWith(typed[1].toLowerCase()))
      : [];
    if (matches.length) this.suggest.show(matches, option);
    else this.suggest.close();
  }

  #all() {
    return world.commands[world.current] ?? [];
  }

  #toggle() {
    if (this.suggest.isOpen) this.suggest.close();
    else if (this.#all().length) this.suggest.show(this.#all(), option);
    this.draft.focus();
  }

  // Tab completes the command in the draft; Enter sends it.
  #choose({ command }, key) {
    this.suggest.close();
    if (key === 'Tab') {
      this.draft.value = `/${command} `;
      return;
    }
    const name = world.chat.kind === 'private' ? '' : `@${world.bot.username}`;
    this.send(`/${command}${name}`);
  }
}

function option({ command, description }) {
  return [
    element('span', { class: 'command' }, `/${command}`),
    element('span', { class: 'about' }, description),
  ];
}
