import { textControlChars } from '../diagnostics/text.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { findControlCharacters } from './find-control-characters.ts';
import { placeWithin } from './load-copy.ts';
import type { Copy } from './load-copy.ts';

/** Warnings about messages that hold characters nobody sees, each at the first of them. */
export function checkCopy(copy: Copy, locales: readonly string[]): readonly Diagnostic[] {
  return locales.flatMap((locale) => copy.keys(locale).flatMap((key) => checkMessage(copy, locale, key) ?? []));
}

function checkMessage(copy: Copy, locale: string, key: string): Diagnostic | undefined {
  const message = copy.find(locale, key)!;
  const found = findControlCharacters(message.text);
  if (found.length === 0) return undefined;
  const characters = [...new Set(found.map(({ name }) => name))];
  return textControlChars({ key, locale, characters }, { place: placeWithin(message, found[0]!.index) });
}
