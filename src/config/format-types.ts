import { compareCodeUnits } from '../keys/canonical.ts';
import type { ResolvedConfig } from '../model/config.ts';
import type { DataField, DataFields, TemplateContract } from '../model/template.ts';

/** What the project has. */
export interface FormatTypesOptions {
  readonly config: ResolvedConfig;
  /** Every template that can be named, shipped ones included. */
  readonly templates: readonly TemplateContract[];
  /** Token paths. */
  readonly tokens: readonly string[];
  /** Keys of messages. */
  readonly keys: readonly string[];
  /** Names that messages mention. */
  readonly values?: readonly string[];
  /** File of rows → the type of one, as TypeScript. */
  readonly rows?: ReadonlyMap<string, string>;
}

/**
 * Writes what the project has as the text of `.visuals/types.d.ts`, which augments `Register`. What there is none of is left out, so that its names
 * stay plain strings. The same project gives the same text.
 */
export function formatTypes({ config, templates, tokens, keys, values = [], rows = new Map() }: FormatTypesOptions): string {
  const members = [
    formatTemplates(templates),
    formatUnion('tokens', tokens),
    formatUnion('keys', keys),
    formatUnion('prefixes', keys.flatMap(listPrefixes)),
    formatUnion('values', values),
    formatUnion('locales', config.locales.all),
    formatUnion(
      'sizes',
      config.assets.flatMap(({ sizes }) => sizes.map(({ name }) => name)),
    ),
    formatVariants(config),
    formatAssets(config),
    formatObject(
      'rows',
      sorted([...rows.keys()]).map((path) => `${quote(path)}: ${rows.get(path)};`),
    ),
  ];
  return [
    '// Written by `visuals`: what this project has, so that editors complete it and `tsc` refuses what is not there. Changes are overwritten.',
    `/// <reference path="./${siteTypesName}" />`,
    "import type { CopyKey } from 'visuals';",
    '',
    '/** Words in `data`: a message, or a string that needs no translation. */',
    'type Text = string | { readonly message: CopyKey };',
    '',
    "declare module 'visuals' {",
    '  interface Register {',
    ...members.flat().map((line) => `    ${line}`),
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Name of the file beside the declarations that declares the site's module: an ambient module can't stand in a file that augments another. */
export const siteTypesName = 'assets.d.ts';

/** The text of that file: the same for every project, as the names come from `Register`. */
export function formatSiteTypes(): string {
  return [
    '// Written by `visuals`: the module that the plugins give a site. Changes are overwritten.',
    "declare module 'visuals:assets' {",
    "  import type { SiteLocale, VisualFunction } from 'visuals/site';",
    '',
    '  /** A picture of the project, with all that its markup needs. */',
    '  export const visual: VisualFunction;',
    '  /** Source language first. */',
    '  export const locales: readonly SiteLocale[];',
    '  /** Whether a word from outside, such as a part of an address, is a locale of the site. */',
    '  export function isLocale(value: string): value is SiteLocale;',
    '}',
    '',
  ].join('\n');
}

/** `a.b.c` → `a`, `a.b`. */
function listPrefixes(key: string): readonly string[] {
  const parts = key.split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

function formatUnion(name: string, values: readonly string[]): readonly string[] {
  return values.length === 0 ? [] : [`${name}:`, ...sorted(values).map((value, index, all) => `  | ${quote(value)}${index === all.length - 1 ? ';' : ''}`)];
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted(compareCodeUnits);
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function unionOf(values: readonly string[]): string {
  return values.length === 0 ? 'never' : sorted(values).map(quote).join(' | ');
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function formatObject(name: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [`${name}: {`, ...indent(entries), '};'];
}

function formatTemplates(templates: readonly TemplateContract[]): readonly string[] {
  const ordered = templates.toSorted((a, b) => compareCodeUnits(a.name, b.name));
  return formatObject('templates', ordered.flatMap(formatTemplate));
}

function formatTemplate({ name, description, slots, data }: TemplateContract): readonly string[] {
  const named = Object.entries(slots);
  const pick = (accept: (slot: TemplateContract['slots'][string]) => boolean): string =>
    unionOf(named.filter(([, slot]) => accept(slot)).map(([slot]) => slot));
  return [
    `/** ${description.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ')} */`,
    `${quote(name)}: {`,
    `  texts: ${pick((slot) => slot.type === 'text')};`,
    `  images: ${pick((slot) => slot.type === 'image' && !slot.optional)};`,
    `  optionalImages: ${pick((slot) => slot.type === 'image' && slot.optional)};`,
    `  data: ${formatFields(data)};`,
    '};',
  ];
}

function formatFields(fields: DataFields): string {
  const entries = Object.entries(fields).map(([name, field]) => `readonly ${quote(name)}${field.optional ? '?' : ''}: ${formatField(field)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join('; ')} }`;
}

function formatField(field: DataField): string {
  if (field.type === 'list') return `readonly ${formatFields(field.of)}[]`;
  return field.type === 'text' ? 'Text' : field.type;
}

function formatVariants({ assets }: ResolvedConfig): readonly string[] {
  const axes = new Map<string, readonly string[]>();
  for (const [axis, values] of assets.flatMap(({ variants }) => Object.entries(variants))) axes.set(axis, [...(axes.get(axis) ?? []), ...values]);
  const names = sorted([...axes.keys()]);
  return formatObject(
    'variants',
    names.map((axis) => `${quote(axis)}: ${unionOf(axes.get(axis) ?? [])};`),
  );
}

function formatAssets({ assets }: ResolvedConfig): readonly string[] {
  const ordered = assets.toSorted((a, b) => compareCodeUnits(a.id, b.id));
  return formatObject(
    'assets',
    ordered.map((asset) => {
      const { id, sizes, locales, variants } = asset;
      const axes = sorted(Object.keys(variants)).map((axis) => `${quote(axis)}: ${unionOf(variants[axis] ?? [])}`);
      const members = [
        `sizes: ${unionOf(sizes.map(({ name }) => name))}`,
        `locales: ${unionOf(locales)}`,
        `variants: ${axes.length === 0 ? '{}' : `{ ${axes.join('; ')} }`}`,
        `art: ${unionOf(listArtSlots(asset))}`,
      ];
      return `${quote(id)}: { ${members.join('; ')} };`;
    }),
  );
}

/** What `asset(id).art` may name. */
function listArtSlots({ art, overrides }: ResolvedConfig['assets'][number]): readonly string[] {
  return [art, ...overrides.map((override) => override.art ?? {})].flatMap((arts) => Object.keys(arts));
}
