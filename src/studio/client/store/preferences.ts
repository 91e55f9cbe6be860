import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';

/** A choice that this browser remembers. Without storage it is forgotten with the page. */
export function rememberChoice<Value extends string>(name: string, choices: readonly [Value, ...Value[]]): Signal<Value> {
  const key = `visuals-studio.${name}`;
  const stored = readStored(key);
  const choice = signal<Value>(choices.find((each) => each === stored) ?? choices[0]);
  choice.subscribe((value) => writeStored(key, value));
  return choice;
}

function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function writeStored(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return undefined;
  }
}
