// The page as a whole: its parts, which of them is in front, and the language it speaks.

import { post } from './api.js';
import { listChats } from './chats.js';
import { Composer } from './composer.js';
import { part } from './element.js';
import { Story } from './explanation.js';
import { head } from './heading.js';
import { Log } from './log.js';
import { chooseLanguage } from './languages.js';
import { theme, turn, whenSystemChanges } from './theme.js';
import { trying } from './toasts.js';
import { label, language, preferred, say, speak } from './words.js';
import { world } from './world.js';

const composer = new Composer();
const story = new Story();
new Log({
  reply: (message) => composer.reply(message),
  edit: (message) => composer.edit(message),
});
listChats();
head();

part('theme').addEventListener('click', () => {
  turn();
  showTheme();
});
whenSystemChanges(showTheme);

part('back').addEventListener('click', () => show('chats'));
part('chats').addEventListener('click', (event) => event.target.closest('button') && show('chat'));
addEventListener('popstate', (event) => show(event.state?.pane ?? 'chat', false));
world.addEventListener('opened', () => history.replaceState(history.state, '', `#${world.current}`));
addEventListener('focus', () => world.current && world.open(world.current));
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
  if (composer.escape()) return;
  if (story.isOver) story.close();
});

chooseLanguage(changeLanguage);
await speak(preferred());
showTheme();
await trying(async () => {
  await post('/api/language', { language: language() });
  await world.load(language());
});
if (world.privateChat) world.open(location.hash.slice(1) || world.privateChat.key);
if (!world.current && world.privateChat) world.open(world.privateChat.key);
if (matchMedia('(hover: hover)').matches) composer.focus();

async function changeLanguage(chosen) {
  await speak(chosen, { keep: true });
  showTheme();
  await trying(async () => {
    await post('/api/language', { language: chosen });
    await world.load(chosen);
  });
}

// On a phone, one pane at a time; the way back is the browser's own, too.
function show(pane, remember = true) {
  if (document.body.dataset.pane === pane) return;
  document.body.dataset.pane = pane;
  if (remember) history.pushState({ pane }, '');
}

function showTheme() {
  const dark = theme() === 'dark';
  label(part('theme'), say(dark ? 'to-light' : 'to-dark'));
  part('theme')
    .querySelector('use')
    .setAttribute('href', `/static/art/icons.svg#${dark ? 'sun' : 'moon'}`);
}
