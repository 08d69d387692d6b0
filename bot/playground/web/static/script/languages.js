// The menu of languages.

import { byId, element } from './element.js';
import { currentLanguage, LANGUAGES } from './translations.js';

/** Set up the menu; `onChosen` is called with the chosen language. */
export function showLanguageMenu(onChosen) {
  const button = byId('language');
  const menu = byId('languages');
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
        'aria-checked': String(name === currentLanguage()),
        onclick: () => pick(name),
      },
      title,
    );
  const pick = (name) => {
    close();
    button.focus();
    onChosen(name);
  };
  button.addEventListener('click', () => (menu.hidden ? open() : close()));
  menu.addEventListener('keydown', (event) => moveFocus(event, menu, close, button));
  document.addEventListener('pointerdown', (event) => event.target.closest('.anchor') || close());
  menu.addEventListener('focusout', (event) => event.relatedTarget?.closest('.anchor') || close());
}

function moveFocus(event, menu, close, button) {
  const items = [...menu.children];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  else if (event.key === 'Escape') {
    close();
    button.focus();
  } else return;
  event.preventDefault();
}
