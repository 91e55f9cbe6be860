import { graphCycle } from '../diagnostics/config.ts';
import { problemAt, unknownName } from './config-problem.ts';
import type { ConfigPath, ConfigProblem } from './config-problem.ts';

/** A slot with all art that some cell may show in it, and all that this art is made from. */
interface SlotNode {
  readonly asset: string;
  readonly slot: string;
  readonly arts: readonly PlacedArt[];
  readonly references: readonly ArtReference[];
}

/** An author's value that may be art. */
interface PlacedArt {
  readonly art: object;
  readonly path: ConfigPath;
}

/** `asset('hero').art.background`, and where it stands. */
interface ArtReference {
  readonly asset: string;
  readonly slot: string;
  readonly path: ConfigPath;
}

/**
 * Checks art as a whole: that what it refers to is there, that no picture is made from itself, that what is kept outside a mask has a mask. Reads the
 * author's value as it is, whatever its shape.
 */
export function checkArt(assets: unknown): readonly ConfigProblem[] {
  const nodes = listEntries(assets).flatMap(([id, asset]) => listSlots(id, asset));
  const slots = new Map(listEntries(assets).map(([id]): [string, string[]] => [id, []]));
  for (const { asset, slot } of nodes) slots.get(asset)?.push(slot);
  const references = nodes.flatMap((node) => node.references);
  return [...nodes.flatMap(({ arts }) => arts.flatMap(checkMask)), ...references.flatMap((each) => checkReference(each, slots)), ...findCycles(nodes)];
}

/** Deeper nesting is an error of its own, as is art that holds itself. */
const deepest = 4;

function listEntries(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) && !Array.isArray(value) ? Object.entries(value) : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function readField(value: unknown, key: string): unknown {
  return isObject(value) ? (Reflect.get(value, key) as unknown) : undefined;
}

function listSlots(asset: string, definition: unknown): readonly SlotNode[] {
  const path: ConfigPath = ['assets', asset];
  const overrides = readField(definition, 'overrides');
  const places = [
    { arts: readField(definition, 'art'), at: [...path, 'art'] },
    ...(Array.isArray(overrides) ? overrides.map((each: unknown, index) => ({ arts: readField(each, 'art'), at: [...path, 'overrides', index, 'art'] })) : []),
  ];
  const found = new Map<string, PlacedArt[]>();
  for (const { arts, at } of places)
    for (const [slot, art] of listEntries(arts)) found.set(slot, [...(found.get(slot) ?? []), ...listArt(art, [...at, slot], [])]);
  return [...found].map(([slot, arts]) => ({ asset, slot, arts, references: arts.flatMap(readReference) }));
}

/** The art itself, and what it is made from; `around` is the art that it is part of. */
function listArt(art: unknown, path: ConfigPath, around: readonly object[]): readonly PlacedArt[] {
  if (!isObject(art) || typeof readField(art, 'kind') !== 'string' || around.includes(art) || around.length > deepest) return [];
  const references = readField(art, 'references');
  const parts = Array.isArray(references) ? references.map((value: unknown, index) => ({ value, at: [...path, 'references', index] })) : [];
  return [
    { art, path },
    ...[{ value: readField(art, 'from'), at: [...path, 'from'] }, ...parts].flatMap(({ value, at }) => listArt(value, at, [...around, art])),
  ];
}

function readReference({ art, path }: PlacedArt): readonly ArtReference[] {
  const [kind, asset, slot] = ['kind', 'asset', 'slot'].map((key) => readField(art, key));
  return kind === 'asset' && typeof asset === 'string' && typeof slot === 'string' ? [{ asset, slot, path }] : [];
}

function checkMask({ art, path }: PlacedArt): readonly ConfigProblem[] {
  if (readField(art, 'keepOutsideMask') !== true || readField(art, 'mask') !== undefined) return [];
  return [problemAt([...path, 'keepOutsideMask'], 'is true without a mask that would say what is outside', 'Name a mask, or leave it out.')];
}

function checkReference({ asset, slot, path }: ArtReference, slots: ReadonlyMap<string, readonly string[]>): readonly ConfigProblem[] {
  const known = slots.get(asset);
  if (known === undefined) return [unknownName([...path, 'asset'], asset, { known: [...slots.keys()], what: 'asset of the project' })];
  return known.includes(slot) ? [] : [unknownName([...path, 'slot'], slot, { known, what: `slot that "${asset}" has art for` })];
}

/** Every circle, once, at the reference that closes it for whoever reads from the top. */
function findCycles(nodes: readonly SlotNode[]): readonly ConfigProblem[] {
  const byName = new Map(nodes.map((node) => [nameOf(node), node]));
  const finished = new Set<string>();
  const problems: ConfigProblem[] = [];
  const visit = (name: string, trail: readonly string[]): void => {
    for (const reference of byName.get(name)?.references ?? []) {
      const next = nameOf(reference);
      const start = trail.indexOf(next);
      if (start >= 0) problems.push(describeCycle([...trail.slice(start), next], reference.path));
      else if (!finished.has(next)) visit(next, [...trail, next]);
    }
    finished.add(name);
  };
  for (const name of byName.keys()) if (!finished.has(name)) visit(name, [name]);
  return problems;
}

function describeCycle(slots: readonly string[], path: ConfigPath): ConfigProblem {
  return { path, describe: (context) => graphCycle({ slots }, context) };
}

function nameOf({ asset, slot }: Pick<ArtReference, 'asset' | 'slot'>): string {
  return `${asset}.${slot}`;
}
