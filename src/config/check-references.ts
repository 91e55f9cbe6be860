import { checkArt } from './check-art.ts';
import { findNameProblem } from './check-names.ts';
import { collision, invalidPath, problemAt, unknownName } from './config-problem.ts';
import type { ConfigPath, ConfigProblem } from './config-problem.ts';
import { isObject } from '../model/json.ts';

/**
 * Checks names and what refers to them: ids, sizes, axes, locales, filters, and whatever would write the same file twice. It reads the author's value
 * as it is, whatever its shape, so that these problems are told together with those of the schema.
 */
export function checkReferences(author: unknown): readonly ConfigProblem[] {
  const locales = readField(author, 'locales');
  const known = readLocales(locales);
  return [
    ...checkLocales(locales, known),
    ...checkCopy(readField(author, 'copy'), known),
    ...findCollisions(readStrings(readField(readField(author, 'output'), 'formats'), ['output', 'formats'])),
    ...checkIds(readField(author, 'assets')),
    ...readEntries(readField(author, 'assets')).flatMap(([id, asset]) => checkAsset(asset, ['assets', id], known)),
    ...checkArt(readField(author, 'assets')),
  ];
}

/** A name with the place where it stands. */
interface Named {
  readonly name: string;
  readonly path: ConfigPath;
}

function readField(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
}

function readEntries(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** Strings of a list, or the one string that stands for a list. */
function readStrings(value: unknown, path: ConfigPath): readonly Named[] {
  if (typeof value === 'string') return [{ name: value, path }];
  return Array.isArray(value) ? value.flatMap((each: unknown, index) => (typeof each === 'string' ? [{ name: each, path: [...path, index] }] : [])) : [];
}

/** Entries of a list, or the one value that stands for a list. */
function readItems(value: unknown, path: ConfigPath): readonly { readonly value: unknown; readonly path: ConfigPath }[] {
  if (Array.isArray(value)) return value.map((each: unknown, index) => ({ value: each, path: [...path, index] }));
  return value === undefined ? [] : [{ value, path }];
}

function readLocales(locales: unknown): readonly Named[] {
  return [...readStrings(readField(locales, 'source'), ['locales', 'source']), ...readStrings(readField(locales, 'targets'), ['locales', 'targets'])];
}

/** Fields of `locales` that say something for single locales. */
const localeRecords = ['fallback', 'fonts', 'direction', 'numbering', 'breaking'];

function checkLocales(locales: unknown, known: readonly Named[]): readonly ConfigProblem[] {
  const fallback = readEntries(readField(locales, 'fallback'));
  const breaking = readEntries(readField(locales, 'breaking')).flatMap(([locale, language]) => readStrings(language, ['locales', 'breaking', locale]));
  const chains = fallback.flatMap(([locale, chain]) => readStrings(chain, ['locales', 'fallback', locale]));
  return [
    ...[...known, ...chains, ...breaking].flatMap(checkTag),
    ...findCollisions(known, canonicalTag),
    ...localeRecords.flatMap((record) =>
      readEntries(readField(locales, record)).flatMap(([name]) =>
        checkKnown({ name, path: ['locales', record, name] }, known.map(toName), 'locale of the project'),
      ),
    ),
  ];
}

function toName({ name }: Named): string {
  return name;
}

function checkTag({ name, path }: Named): readonly ConfigProblem[] {
  const canonical = canonicalTag(name);
  if (name === '' || name === canonical) return [];
  if (canonical !== undefined) return [problemAt(path, `is ${JSON.stringify(name)}; the tag of this language is "${canonical}"`, `Write "${canonical}".`)];
  const instead = name.replaceAll('_', '-');
  const hint = canonicalTag(instead) === undefined ? '' : ` (did you mean "${instead}"?)`;
  return [problemAt(path, `is ${JSON.stringify(name)}, which is no language tag${hint}`, 'Write a BCP 47 tag, such as en, pt-BR or zh-Hant.')];
}

function canonicalTag(name: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(name)[0];
  } catch {
    return undefined;
  }
}

/** Copy files that may hold several languages. */
const manyLanguages = /\.(?:csv|xlf|xliff)$/i;

function checkCopy(copy: unknown, locales: readonly Named[]): readonly ConfigProblem[] {
  const lacking = readStrings(copy, ['copy']).filter(({ name }) => !name.includes('{locale}') && !manyLanguages.test(name));
  if (locales.length < 2) return [];
  return lacking.map(({ name, path }) =>
    problemAt(path, `is ${JSON.stringify(name)}, the same file for every locale`, 'Put {locale} into it, as in copy/{locale}.json.'),
  );
}

/** Names are compared as a file system does that regards neither case nor the encoding of accents. */
function fold(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase();
}

function findCollisions(names: readonly Named[], key: (name: string) => string | undefined = fold): readonly ConfigProblem[] {
  const first = new Map<string, Named>();
  return names.flatMap((each) => {
    const folded = key(each.name) ?? fold(each.name);
    const before = first.get(folded);
    if (before === undefined) first.set(folded, each);
    return before === undefined ? [] : [collision(each.path, each.name, before.path)];
  });
}

function checkIds(assets: unknown): readonly ConfigProblem[] {
  const ids = readEntries(assets).map(([name]) => ({ name, path: ['assets', name] }));
  return [...ids.flatMap(checkName), ...findCollisions(ids)];
}

function checkName({ name, path }: Named): readonly ConfigProblem[] {
  const found = findNameProblem(name);
  return found === undefined ? [] : [invalidPath(path, name, found)];
}

function checkKnown(named: Named, known: readonly string[], what: string): readonly ConfigProblem[] {
  return known.length === 0 || known.includes(named.name) ? [] : [unknownName(named.path, named.name, { known, what })];
}

/** Names on the axes of an asset. */
interface Axes {
  readonly sizes: readonly Named[];
  readonly locales: readonly Named[];
  readonly variants: readonly (readonly [axis: string, values: readonly Named[]])[];
}

function checkAsset(asset: unknown, path: ConfigPath, known: readonly Named[]): readonly ConfigProblem[] {
  const own = readStrings(readField(asset, 'locales'), [...path, 'locales']);
  const variants = readEntries(readField(asset, 'variants')).map(([axis, values]) => [axis, readStrings(values, [...path, 'variants', axis])] as const);
  const axes: Axes = { sizes: readSizes(readField(asset, 'sizes'), [...path, 'sizes']), locales: own.length > 0 ? own : known, variants };
  return [
    ...own.flatMap((each) => checkKnown(each, known.map(toName), 'locale of the project')),
    ...[axes.sizes, own, readStrings(readField(asset, 'formats'), [...path, 'formats'])].flatMap((names) => findCollisions(names)),
    ...axes.sizes.filter((each) => each.path.at(-1) === 'name').flatMap(checkName),
    ...checkVariants(variants, [...path, 'variants']),
    ...listFilters(asset, path).flatMap((each) => checkFilter(each.value, each.path, axes)),
  ];
}

/** Names of presets stand for themselves, other sizes have a `name`. */
function readSizes(sizes: unknown, path: ConfigPath): readonly Named[] {
  return readItems(sizes, path).flatMap(({ value, path: at }) =>
    typeof value === 'string' ? [{ name: value, path: at }] : readStrings(readField(value, 'name'), [...at, 'name']),
  );
}

/** Classes of the card's root that an axis of the same name would imitate. */
const takenAxes = ['aspect', 'script'];

function checkVariants(variants: Axes['variants'], path: ConfigPath): readonly ConfigProblem[] {
  const names = variants.map(([name]) => ({ name, path: [...path, name] }));
  const taken = names.filter(({ name }) => takenAxes.includes(name));
  return [
    ...names.flatMap(checkName),
    ...taken.map((each) => problemAt(each.path, 'has a name that every card already uses for its shape or script', 'Choose another name for the axis.')),
    ...findCollisions(names),
    ...variants.flatMap(([, values]) => [...values.flatMap(checkName), ...findCollisions(values)]),
  ];
}

function listFilters(asset: unknown, path: ConfigPath): readonly { readonly value: unknown; readonly path: ConfigPath }[] {
  const overrides = readItems(readField(asset, 'overrides'), [...path, 'overrides']);
  return [
    ...readItems(readField(asset, 'only'), [...path, 'only']),
    ...readItems(readField(asset, 'except'), [...path, 'except']),
    ...overrides.map((each) => ({ value: readField(each.value, 'when'), path: [...each.path, 'when'] })),
  ];
}

function checkFilter(filter: unknown, path: ConfigPath, { sizes, locales, variants }: Axes): readonly ConfigProblem[] {
  const axes = variants.map(([axis]) => axis);
  const chosen = readEntries(readField(filter, 'variant'));
  return [
    ...readStrings(readField(filter, 'size'), [...path, 'size']).flatMap((each) => checkKnown(each, sizes.map(toName), 'size of this asset')),
    ...readStrings(readField(filter, 'locale'), [...path, 'locale']).flatMap((each) => checkKnown(each, locales.map(toName), 'locale of this asset')),
    ...chosen
      .filter(([axis]) => !axes.includes(axis))
      .map(([axis]) => unknownName([...path, 'variant', axis], axis, { known: axes, what: 'variant axis of this asset' })),
    ...chosen.flatMap(([axis, values]) => {
      const known = variants.find(([name]) => name === axis)?.[1].map(toName) ?? [];
      return readStrings(values, [...path, 'variant', axis]).flatMap((each) => checkKnown(each, known, `value of "${axis}"`));
    }),
  ];
}
