import { useEffect } from 'preact/hooks';
import type { Studio } from '../store/create-studio.ts';
import { useStudio } from '../store/use-studio.ts';
import { keyBindings } from './keys.ts';

/** Listens for the keys of the page, but not while somebody types or answers a question. */
export function useKeys(): void {
  const studio = useStudio();
  useEffect(() => {
    const press = (event: KeyboardEvent): void => pressKey(event, studio);
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [studio]);
}

function pressKey(event: KeyboardEvent, studio: Studio): void {
  if (event.defaultPrevented || event.isComposing || event.altKey || studio.dialog.value !== undefined) return;
  const place = event.target instanceof HTMLElement ? event.target : document.body;
  if (isTyping(place)) {
    if (event.key === 'Escape') place.blur();
    return;
  }
  if (isOfControl(place, event.key)) return;
  const where = studio.opened.value === '' ? 'gallery' : 'picture';
  const name = nameKey(event);
  const binding = keyBindings.find((each) => (each.where === where || each.where === 'everywhere') && each.keys.includes(name));
  if (binding === undefined) return;
  event.preventDefault();
  binding.run(studio, name);
}

function nameKey({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): string {
  const name = key.length === 1 ? key.toLowerCase() : key;
  if (ctrlKey) return `Control+${name}`;
  if (metaKey) return `Meta+${name}`;
  // Shift is how some keyboards write a character.
  return shiftKey && key.length > 1 ? `Shift+${name}` : name;
}

function isTyping(place: HTMLElement): boolean {
  return (
    place instanceof HTMLTextAreaElement ||
    place instanceof HTMLSelectElement ||
    (place instanceof HTMLInputElement && !['range', 'checkbox'].includes(place.type))
  );
}

/** Keys that a button, a slider or a disclosure has for itself. */
function isOfControl(place: HTMLElement, key: string): boolean {
  if (place instanceof HTMLInputElement) return place.type === 'range' ? key.startsWith('Arrow') || key === 'Home' || key === 'End' : key === ' ';
  return place.closest('button, a, summary') !== null && (key === 'Enter' || key === ' ');
}
