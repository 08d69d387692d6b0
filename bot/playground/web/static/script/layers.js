// The browser's history: the pane that a phone shows, and what lies over it. Back closes that first.

let here = history.state ?? {};
const layers = [];
const listeners = [];

/**
 * Tell the history that something lies over the page. Back calls `close`; where it is closed otherwise, call what
 * this returns.
 */
export function layOver(close) {
  const layer = { close };
  layers.push(layer);
  push({ layers: layers.length });
  return () => {
    const place = layers.indexOf(layer);
    if (place < 0) return;
    layers.splice(place, 1);
    // The entry is left behind instead of gone back from, which would take a moment; Back passes over it.
    replace({ layers: layers.length, spare: true });
  };
}

/** Add an entry to the history, which differs from the present one by some values. */
export function push(change) {
  if (here.spare) return replace({ ...change, spare: false });
  here = { ...here, ...change };
  history.pushState(here, '');
}

/** Give the present entry another address. */
export function setAddress(address) {
  history.replaceState(here, '', address);
}

/** Call a listener with the entry that Back or Forward leads to. */
export function onReturn(listener) {
  listeners.push(listener);
}

function replace(change) {
  here = { ...here, ...change };
  history.replaceState(here, '');
}

if (here.layers) replace({ layers: 0, spare: true }); // the page was loaded anew, without what lay over it

addEventListener('popstate', (event) => {
  const left = here;
  here = event.state ?? {};
  while (layers.length > (here.layers ?? 0)) layers.pop().close();
  for (const listener of listeners) listener(here);
  if (left.spare) history.back();
});
