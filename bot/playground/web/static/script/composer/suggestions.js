// A listbox above the composer; the text box keeps the focus.

import { element } from '../element.js';

/** `list` is the listbox, `draft` its text box; `onChoose` is called with the chosen item and the key. */
export class SuggestionList {
  #items = [];
  #selected = 0;

  constructor(list, draft, onChoose) {
    this.list = list;
    this.panel = list.parentElement;
    this.draft = draft;
    this.onChoose = onChoose;
    this.panel.addEventListener('mousedown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => this.#clicked(event));
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /** Show items; `content` gives the nodes of one, `above` are nodes over the list, `keep` keeps the selection. */
  show(items, content, { above = [], keep = false } = {}) {
    this.#items = items;
    this.#selected = keep ? Math.min(this.#selected, Math.max(items.length - 1, 0)) : 0;
    const top = keep ? this.panel.scrollTop : 0;
    const options = items.map((item, index) =>
      element(
        'div',
        {
          class: 'option',
          role: 'option',
          id: `${this.list.id}-${index}`,
          'data-index': index,
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
    this.#markSelected();
  }

  close() {
    if (!this.isOpen) return;
    this.panel.hidden = true;
    this.#items = [];
    this.draft.removeAttribute('aria-activedescendant');
    this.draft.removeAttribute('aria-controls');
  }

  /** Handle a key of the text box; returns whether it was for this list. */
  key(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') this.close();
    else if (step && this.#items.length) this.#move(step);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && this.#items.length)
      this.onChoose(this.#items[this.#selected], event.key);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #move(step) {
    this.#selected = (this.#selected + step + this.#items.length) % this.#items.length;
    this.#markSelected();
    this.list.querySelector('[aria-selected="true"]').scrollIntoView({ block: 'nearest' });
  }

  #markSelected() {
    for (const option of this.list.querySelectorAll('[role="option"]')) {
      option.setAttribute('aria-selected', String(Number(option.dataset.index) === this.#selected));
    }
    if (this.#items.length) this.draft.setAttribute('aria-activedescendant', `${this.list.id}-${this.#selected}`);
    else this.draft.removeAttribute('aria-activedescendant');
  }

  #clicked(event) {
    const option = event.target.closest('[role="option"]');
    if (option) this.onChoose(this.#items[Number(option.dataset.index)], 'Enter');
  }
}
