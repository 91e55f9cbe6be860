import { copyUnused, textControlChars } from '../diagnostics/text.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { findControlCharacters } from './find-control-characters.ts';
import { findIcuFault, loadIcuFor } from './format-message.ts';
import { placeWithin } from '../copy/text-places.ts';
import type { Copy } from '../copy/load-copy.ts';
import { directionOf } from './locale-facts.ts';

/** What sets Latin names and signs in their places where text runs from right to left; elsewhere they come in by copy and paste. */
const directionMarks: ReadonlySet<string> = new Set(['U+200E', 'U+200F', 'U+061C']);

/** Warnings about messages that hold characters nobody sees, each at the first of them. */
export function checkCopy(copy: Copy, locales: readonly string[]): readonly Diagnostic[] {
  return locales.flatMap((locale) => copy.keys(locale).flatMap((key) => checkMessage(copy, locale, key) ?? []));
}

function checkMessage(copy: Copy, locale: string, key: string): Diagnostic | undefined {
  const message = copy.find(locale, key)!;
  const isRightToLeft = directionOf(locale) === 'rtl';
  const found = findControlCharacters(message.text).filter(({ name }) => !(isRightToLeft && directionMarks.has(name)));
  if (found.length === 0) return undefined;
  const characters = [...new Set(found.map(({ name }) => name))];
  return textControlChars({ key, locale, characters }, { place: placeWithin(message, found[0]!.index) });
}

/** Warnings about messages that nothing asks for, each once, in the first locale that has it; and in every locale where it is no ICU MessageFormat, at the fault. */
export async function findUnusedCopy(copy: Copy, locales: readonly string[], used: ReadonlySet<string>): Promise<readonly Diagnostic[]> {
  const unused = locales.flatMap((locale) => copy.keys(locale).flatMap((key) => (used.has(key) ? [] : [{ ...copy.find(locale, key)!, locale }])));
  const icu = await loadIcuFor(unused.map(({ text }) => text));
  const told = new Set<string>();
  return unused.flatMap((message) => {
    const fault = icu === null ? undefined : findIcuFault(message, icu.parse);
    const isKnown = told.has(message.key);
    told.add(message.key);
    if (isKnown && fault === undefined) return [];
    const { key, locale, place } = message;
    return [copyUnused({ key, locale, ...(fault && { fault: fault.problem }) }, { place: fault?.place ?? place })];
  });
}
