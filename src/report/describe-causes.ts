import { compareCodeUnits } from '../keys/canonical.ts';
import type { Cause } from '../model/report.ts';
import type { ReportField } from './report-data.ts';

/** Fields of a card's key record that stand alone, in words. */
const titles: { readonly [field: string]: string } = {
  template: 'Template',
  renderer: 'Renderer',
  revision: 'Renderer',
  size: 'Size',
  safeArea: 'Safe area',
  locale: 'Language',
  direction: 'Direction',
  breaking: 'Line breaks',
  numberLocale: 'Numbers',
  localeData: 'Numbers',
  families: 'Fonts',
  fonts: 'Fonts',
};

/** Fields by their first word; the second names what is concerned. */
const families: { readonly [word: string]: string } = { text: 'Copy', token: 'Token', art: 'Art', data: 'Data', slot: 'Text limits', variant: 'Variant' };

/** What changed, in words that many cells share: `Copy: headline`, `Art: background`, `Template`. Sorted, each once. */
export function nameCauses(causes: readonly Cause[]): readonly string[] {
  return [...new Set(causes.map(({ field }) => nameField(field)))].toSorted(compareCodeUnits);
}

function nameField(field: string): string {
  const [first = '', ...rest] = field.split('.');
  const family = families[first];
  if (family === undefined || rest.length === 0) return titles[field] ?? 'Other';
  return `${family}: ${first === 'art' ? rest[0]! : rest.join('.')}`;
}

/** Longest value that is shown, in characters. */
const mostCharacters = 400;

/**
 * Fields as a report shows them. What people read in the picture anyway is quoted: copy, tokens, the size; with `prompts` those, too. Of data, files and requests the name is told and
 * nothing else.
 */
export function describeFields(causes: readonly Cause[], prompts: boolean): readonly ReportField[] {
  return causes.map(({ field, before, after }) => {
    if (!isQuoted(field, prompts)) return { name: field };
    return { name: field, ...(before !== undefined && { before: shorten(before) }), ...(after !== undefined && { after: shorten(after) }) };
  });
}

function isQuoted(field: string, prompts: boolean): boolean {
  return /^(?:text|token)\./.test(field) || field === 'size' || /^art\..*\.picture$/.test(field) || (prompts && /^art\..*\.prompt$/.test(field));
}

function shorten(value: string): string {
  const characters = [...value];
  return characters.length > mostCharacters ? `${characters.slice(0, mostCharacters - 1).join('')}…` : value;
}
