// A list above the composer to choose from, with the text box keeping the focus.

import { element } from './element.js';

/** `list` is the listbox, `draft` the text box that owns it, `take` what choosing the item of an option does. */
export class Suggest {
  #items = [];
  #at = 0;

  constructor(list, draft, take) {
    this.list = list;
    this.panel = list.parentElement;
    this.draft = draft;
    this.take = take;
    this.panel.addEventListener('mousedown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => this.#clicked(event));
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /** Show these items; `content` gives the nodes of one, `above` stands over them, `keep` keeps what is chosen. */
  show(items, content, { above = [], keep = false } = {}) {
    this.#items = items;
    this.#at = keep ? Math.min(this.#at, Math.max(items.length - 1, 0)) : 0;
    const top = keep ? this.panel.scrollTop : 0;
    const options = items.map((item, place) =>
      element(
        'div',
        {
          class: 'option',
          role: 'option',
          id: `${this.list.id}-${place}`,
          'data-place': place,
          'aria-selected': 'false',
        },
        ...content(item),
      ),
    );
    this.list.replaceChildren(...options);
    this.list.hidden = !items.length;
    this.panel.querySelector('.above')?.replaceChildren(...above);
    this.panel.hidden = false;
    this.panel.scrollTop = top;
    this.draft.setAttribute('aria-controls', this.list.id);
    this.#mark();
  }

  close() {
    if (!this.isOpen) return;
    this.panel.hidden = true;
    this.#items = [];
    this.draft.removeAttribute('aria-activedescendant');
    this.draft.removeAttribute('aria-controls');
  }

  /** Handle a key of the text box; true where it meant this list. */
  key(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') this.close();
    else if (step && this.#items.length) this.#move(step);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && this.#items.length)
      this.take(this.#items[this.#at], event.key);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #move(step) {
    this.#at = (this.#at + step + this.#items.length) % this.#items.length;
    this.#mark();
    this.list.querySelector('[aria-selected="true"]').scrollIntoView({ block: 'nearest' });
  }

  #mark() {
    for (const option of this.list.querySelectorAll('[role="option"]')) {
      option.setAttribute('aria-selected', String(Number(option.dataset.place) === this.#at));
    }
    if (this.#items.length) this.draft.setAttribute('aria-activedescendant', `${this.list.id}-${this.#at}`);
    else this.draft.removeAttribute('aria-activedescendant');
  }

  #clicked(event) {
    const option = event.target.closest('[role="option"]');
    if (option) this.take(this.#items[Number(option.dataset.place)], 'Enter');
  }
}
