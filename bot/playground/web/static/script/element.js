// Elements, made in one call. Text always goes in as text, never as HTML.

const SVG = 'http://www.w3.org/2000/svg';

/** An element: `attributes` named "on…" are listeners, the others are set as they are; null leaves one out. */
export function element(name, attributes = {}, ...children) {
  return furnished(document.createElement(name), attributes, children);
}

/** The same in SVG. */
export function drawn(name, attributes = {}, ...children) {
  return furnished(document.createElementNS(SVG, name), attributes, children);
}

/** One of our icons, which says nothing by itself. */
export function icon(name, className = 'icon') {
  return drawn(
    'svg',
    { class: className, 'aria-hidden': 'true' },
    drawn('use', { href: `/static/art/icons.svg#${name}` }),
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
export function part(id) {
  return document.getElementById(id);
}

function furnished(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}
