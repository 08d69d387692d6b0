// The menu of languages.

import { element, part } from './element.js';
import { LANGUAGES, language } from './words.js';

/** Open and close the menu; `chosen` is told what was picked. */
export function chooseLanguage(chosen) {
  const button = part('language');
  const menu = part('languages');
  const close = () => {
    menu.hidden = true;
    button.setAttribute('aria-expanded', 'false');
  };
  const open = () => {
    menu.replaceChildren(...Object.entries(LANGUAGES).map(([name, title]) => item(name, title)));
    menu.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    menu.querySelector('[aria-checked="true"]').focus();
  };
  const item = (name, title) =>
    element(
      'button',
      {
        type: 'button',
        role: 'menuitemradio',
        'aria-checked': String(name === language()),
        onclick: () => pick(name),
      },
      title,
    );
  const pick = (name) => {
    close();
    button.focus();
    chosen(name);
  };
  button.addEventListener('click', () => (menu.hidden ? open() : close()));
  menu.addEventListener('keydown', (event) => walk(event, menu, close, button));
  document.addEventListener('pointerdown', (event) => event.target.closest('.anchor') || close());
  menu.addEventListener('focusout', (event) => event.relatedTarget?.closest('.anchor') || close());
}

function walk(event, menu, close, button) {
  const items = [...menu.children];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  else if (event.key === 'Escape') {
    close();
    button.focus();
  } else return;
  event.preventDefault();
}
