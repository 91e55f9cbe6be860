import { effect } from '@preact/signals';
import type { Studio } from './create-studio.ts';

/** Keeps the opened cell in the address, so that reloading, going back and a copied link lead to it. */
export function bindAddress(studio: Studio): void {
  const follow = (): void => {
    const cell = readAddress();
    if (cell === studio.opened.peek()) return;
    if (cell === '') studio.leave();
    else studio.open(cell);
  };
  window.addEventListener('hashchange', follow);
  follow();
  effect(() => {
    const cell = studio.opened.value;
    if (cell === readAddress()) return;
    const address = cell === '' ? '#' : `#${encodeURI(cell)}`;
    // Going from picture to picture is one step of the history.
    if (readAddress() !== '' && cell !== '') history.replaceState(undefined, '', address);
    else history.pushState(undefined, '', address);
  });
}

function readAddress(): string {
  try {
    return decodeURI(location.hash.slice(1));
  } catch {
    return '';
  }
}
