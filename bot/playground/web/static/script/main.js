// The page as a whole: its parts, the visible pane, the theme and the language.

import { post } from './api.js';
import { showChatList } from './chat/chat_list.js';
import { showHeader } from './chat/header.js';
import { MessageList } from './chat/message_list.js';
import { Composer } from './composer/composer.js';
import { byId, loadIcons, setIcon } from './element.js';
import { ExplanationPanel } from './explanation/panel.js';
import { showLanguageMenu } from './languages.js';
import { onReturn, push, setAddress } from './layers.js';
import { onSystemChange, theme, toggleTheme } from './theme.js';
import { withErrorToast } from './toasts.js';
import { currentLanguage, label, preferredLanguage, setLanguage, translate } from './translations.js';
import { world } from './world.js';

const composer = new Composer();
const panel = new ExplanationPanel();
new MessageList({
  reply: (message) => composer.reply(message),
  edit: (message) => composer.edit(message),
  explain: (message) => {
    world.choose(message);
    panel.open();
  },
});
showChatList();
showHeader();

byId('theme').addEventListener('click', () => {
  toggleTheme();
  showTheme();
});
onSystemChange(showTheme);

byId('back').addEventListener('click', () => show('chats'));
byId('chats').addEventListener('click', (event) => event.target.closest('button') && show('chat'));
onReturn(({ pane = 'chat' }) => show(pane, false));
world.addEventListener('opened', () => setAddress(`#${world.current}`));
addEventListener('focus', () => world.current && world.open(world.current));
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
  if (composer.cancel()) return;
  if (panel.coversChat) panel.close();
});

showLanguageMenu(changeLanguage);
await withErrorToast(loadIcons);
await setLanguage(preferredLanguage());
showTheme();
await withErrorToast(async () => {
  await post('/api/language', { language: currentLanguage() });
  await world.load(currentLanguage());
});
if (world.privateChat) world.open(location.hash.slice(1) || world.privateChat.key);
if (!world.current && world.privateChat) world.open(world.privateChat.key);
if (matchMedia('(hover: hover)').matches) composer.focus();

async function changeLanguage(chosen) {
  await setLanguage(chosen, { keep: true });
  showTheme();
  await withErrorToast(async () => {
    await post('/api/language', { language: chosen });
    await world.load(chosen);
  });
}

// On a phone, one pane is visible at a time; the browser's Back button returns to the other.
function show(pane, remember = true) {
  if (document.body.dataset.pane === pane) return;
  document.body.dataset.pane = pane;
  if (remember) push({ pane });
}

function showTheme() {
  const dark = theme() === 'dark';
  label(byId('theme'), translate(dark ? 'to-light' : 'to-dark'));
  setIcon(byId('theme'), dark ? 'sun' : 'moon');
}
