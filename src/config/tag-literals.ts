import type { Place } from '../model/diagnostic.ts';
import type { ConfigPath } from './config-problem.ts';
import { parseLiterals } from './parse-literals.ts';
import type { Literal, LiteralEntry } from './parse-literals.ts';

/** Functions that tagged code calls: with each literal it makes, and with each spread value and computed key on the way. */
export const tagName = '__visuals_tag';
export const partName = '__visuals_part';

/** Notes where objects and lists were written, while the code that writes them runs. */
export interface LiteralTags {
  /** Makes the literals of a source text known under numbers, and lets them be noted. */
  readonly transform: (path: string, text: string) => string;
  readonly note: (id: number, value: object) => object;
  readonly notePart: (id: number, value: unknown) => unknown;
  /** Helpers of the tool that make an object of an object hand its tag on. */
  readonly wrapHelpers: (module: object) => object;
  /** The place nearest to the value at a path. */
  readonly find: (value: unknown, path: ConfigPath) => Place | undefined;
}

/** Makes an empty set of tags. */
export function createLiteralTags(): LiteralTags {
  const sites: Site[] = [];
  const tags = new WeakMap<object, Tag>();
  return {
    transform: (path, text) => {
      const literals = parseLiterals(path, text);
      const from = sites.length;
      sites.push(...literals.map((literal) => ({ literal, place: createPlacer(path, text), parts: [] })));
      return insertCalls(text, literals, from);
    },
    note: (id, value) => {
      const site = sites[id]!;
      const count = countParts(site.literal);
      tags.set(value, { site, parts: count === 0 ? [] : site.parts.splice(-count) });
      return value;
    },
    notePart: (id, value) => {
      sites[id]!.parts.push(value);
      return value;
    },
    wrapHelpers: (module) => Object.fromEntries(Object.entries(module).map(([name, helper]: [string, unknown]) => [name, wrapHelper(helper, tags)])),
    find: (value, path) => findPlace(value, path, tags),
  };
}

/** A literal of the source. `parts` holds what its spreads and computed keys gave, until the object that they are for is made. */
interface Site {
  readonly literal: Literal;
  readonly place: (offset: number) => Place;
  readonly parts: unknown[];
}

/** The literal that made an object, with the values of its spreads and computed keys, in their order. */
interface Tag {
  readonly site: Site;
  readonly parts: readonly unknown[];
}

function createPlacer(file: string, text: string): Site['place'] {
  return (offset) => {
    const before = text.slice(0, offset).split('\n');
    return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
}

function countParts({ entries }: Literal): number {
  return entries.filter(({ kind }) => kind !== 'key').length;
}

/** `{ a, ...b }` → `__visuals_tag(7, { a, ...__visuals_part(7, b) })`. */
function insertCalls(text: string, literals: readonly Literal[], from: number): string {
  const ranges = literals.flatMap((literal, index) => [
    { start: literal.start, end: literal.end, call: `${tagName}(${from + index}, ` },
    ...literal.entries.flatMap((entry) => (entry.kind === 'key' ? [] : [{ ...entry.expression, call: `${partName}(${from + index}, ` }])),
  ]);
  // At one offset, what ends comes before what begins; of what begins, the widest first; of what ends, it makes no difference.
  const edits = [
    ...ranges.map(({ start, end, call }) => ({ at: start, rank: 1, width: end - start, text: call })),
    ...ranges.map(({ end }) => ({ at: end, rank: 0, width: 0, text: ')' })),
  ].toSorted((a, b) => a.at - b.at || a.rank - b.rank || b.width - a.width);
  let [result, position] = ['', 0];
  for (const edit of edits) {
    result += text.slice(position, edit.at) + edit.text;
    position = edit.at;
  }
  return result + text.slice(position);
}

function wrapHelper(helper: unknown, tags: WeakMap<object, Tag>): unknown {
  if (typeof helper !== 'function') return helper;
  return new Proxy(helper, {
    apply: (target, self, values: readonly unknown[]) => {
      const result: unknown = Reflect.apply(target, self, values);
      const tag = values
        .filter(isObject)
        .map((value) => tags.get(value))
        .find((each) => each !== undefined);
      if (isObject(result) && tag !== undefined && !tags.has(result)) tags.set(result, tag);
      return result;
    },
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Follows the path as far as places are known; a value that no literal holds is told by the one nearest to it. */
function findPlace(root: unknown, path: ConfigPath, tags: WeakMap<object, Tag>): Place | undefined {
  let [value, place] = [root, placeOfObject(root, tags)];
  for (const key of path) {
    const next: unknown = isObject(value) ? (Reflect.get(value, key) as unknown) : undefined;
    place = placeOfKey(value, String(key), tags) ?? placeOfObject(next, tags) ?? place;
    value = next;
  }
  return place;
}

function placeOfObject(value: unknown, tags: WeakMap<object, Tag>): Place | undefined {
  const site = isObject(value) ? tags.get(value)?.site : undefined;
  return site?.place(site.literal.start);
}

function placeOfKey(value: unknown, key: string, tags: WeakMap<object, Tag>): Place | undefined {
  const tag = isObject(value) ? tags.get(value) : undefined;
  if (tag === undefined) return undefined;
  return tag.site.literal.isArray ? placeOfIndex(tag, Number(key), tags) : placeOfProperty(tag, key, tags);
}

/** The last entry that sets a key is the one that counts. */
function placeOfProperty({ site, parts }: Tag, key: string, tags: WeakMap<object, Tag>): Place | undefined {
  for (const { entry, part } of withParts(site.literal.entries, parts).toReversed()) {
    if (entry.kind === 'key' ? entry.key === key : entry.kind === 'computed' && String(part) === key) return site.place(entry.start);
    if (entry.kind === 'spread' && isObject(part) && Object.hasOwn(part, key)) return placeOfKey(part, key, tags) ?? site.place(entry.start);
  }
  return undefined;
}

function placeOfIndex({ site, parts }: Tag, index: number, tags: WeakMap<object, Tag>): Place | undefined {
  let position = 0;
  for (const { entry, part } of withParts(site.literal.entries, parts)) {
    const length = entry.kind === 'spread' && Array.isArray(part) ? part.length : 1;
    if (index < position + length) return (entry.kind === 'spread' ? placeOfKey(part, String(index - position), tags) : undefined) ?? site.place(entry.start);
    position += length;
  }
  return undefined;
}

function withParts(entries: readonly LiteralEntry[], parts: readonly unknown[]): readonly { readonly entry: LiteralEntry; readonly part: unknown }[] {
  let next = 0;
  return entries.map((entry) => (entry.kind === 'key' ? { entry, part: undefined } : { entry, part: parts[next++] }));
}
