// Makes elements. Strings become text, never HTML.

const SVG = 'http://www.w3.org/2000/svg';
const ICONS = '/static/art/icons.svg';
const ICON = 'icon-'; // before the id of each: elements of the page have ids, too

/** An HTML element; `attributes` named "on…" are listeners, those that are null or false are left out. */
export function element(name, attributes = {}, ...children) {
  return withAttributes(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function svgElement(name, attributes = {}, ...children) {
  return withAttributes(document.createElementNS(SVG, name), attributes, children);
}

/** Draw the icons in the page itself: they can be shown while the server is away. */
export async function loadIcons() {
  const response = await fetch(ICONS);
  const { documentElement } = new DOMParser().parseFromString(await response.text(), 'image/svg+xml');
  for (const symbol of documentElement.querySelectorAll('symbol')) symbol.id = ICON + symbol.id;
  documentElement.setAttribute('class', 'icons');
  document.body.append(document.importNode(documentElement, true));
}

/** Change the icon of an element. */
export function setIcon(node, name) {
  node.querySelector('use').setAttribute('href', `#${ICON}${name}`);
}

/** An icon, hidden from screen readers. */
export function icon(name, className = 'icon') {
  return svgElement(
    'svg',
    { class: className, 'aria-hidden': 'true' },
    svgElement('use', { href: `#${ICON}${name}` }),
  );
}

/** A round button with an icon. */
export function iconButton(name, label, onclick, attributes = {}) {
  return element(
    'button',
    { class: 'round', type: 'button', 'aria-label': label, title: label, onclick, ...attributes },
    icon(name),
  );
}

/** The element of the page with this id. */
export function byId(id) {
  return document.getElementById(id);
}

function withAttributes(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}
