import { actionFor } from '../actions/registry.ts';
import { compareCodeUnits, computeDigest } from '../keys/canonical.ts';
import type { Plan, Task } from '../model/plan.ts';
import { groupBy } from '../model/group-by.ts';

/** A cell as far as splitting goes. */
export interface CellOutline {
  readonly id: string;
  /** Of all of its files together. */
  readonly pixels: number;
  /** What it shows that is drawn, in one name: cells of the same name draw the same art. One that draws none has its own. */
  readonly art: string;
  /** Paid tasks that it rests on, also by way of others. */
  readonly bought: readonly string[];
}

/** The cells of a plan as far as splitting goes. */
export function outlineCells({ tasks, cells }: Plan): readonly CellOutline[] {
  const nameArt = createArtNamer(tasks);
  const behind = findBehind(tasks);
  return cells.map(({ cell, compose, encodes }) => ({
    id: cell.id,
    pixels: cell.size.width * cell.size.height * encodes.length,
    art: nameArt(compose),
    bought: behind.get(compose) ?? [],
  }));
}

/** Into how many parts cells are split, and by what. */
export interface SplitOptions {
  /** How many shards, 1 or more. */
  readonly shards: number;
  /** What a cell costs, in any unit. */
  readonly weigh: (cell: CellOutline) => number;
  /** Paid tasks whose pictures are still to be bought: all cells that rest on one of them stay together, so that one shard alone buys it. */
  readonly unbought: ReadonlySet<string>;
}

/**
 * Gives every cell to one shard. Stable: a bundle of cells has an order of shards that it prefers, by its name alone, and goes to the first that has room (consistent hashing
 * with bounded loads, Mirrokni et al. 2018), so that a change of the project moves few cells away from the machine that has them in its cache.
 * @returns cell → shard, counted from 1
 */
export function splitCells(cells: readonly CellOutline[], options: SplitOptions): ReadonlyMap<string, number> {
  const bundles = bundleCells(cells, options);
  const room = (roomier * sum(bundles.map(({ weight }) => weight))) / options.shards;
  const loads = Array.from({ length: options.shards }, () => 0);
  const shards = new Map<string, number>();
  for (const { name, cells: bundled, weight } of bundles) {
    const order = listPreferences(name, options.shards);
    const shard = order.find((each) => loads[each]! + weight <= room) ?? findLightest(loads);
    loads[shard]! += weight;
    for (const { id } of bundled) shards.set(id, shard + 1);
  }
  return shards;
}

/** How much more than its even share a shard may get. */
const roomier = 1.05;

/** The part of a shard's even share that cells of the same art may fill and still stay together; beyond it, drawing their art once more costs less than waiting for them. */
const largestBundle = 1 / 4;

interface Bundle {
  readonly name: string;
  readonly cells: readonly CellOutline[];
  readonly weight: number;
}

/** Cells that are better made in one place, the heaviest first: small ones fill what is left. */
function bundleCells(cells: readonly CellOutline[], { shards, weigh, unbought }: SplitOptions): readonly Bundle[] {
  const weights = new Map(cells.map((cell) => [cell, weigh(cell)]));
  const most = (largestBundle * sum([...weights.values()])) / shards;
  const toBundle = (name: string, bundled: readonly CellOutline[]): Bundle => ({
    name,
    cells: bundled,
    weight: sum(bundled.map((cell) => weights.get(cell)!)),
  });
  const { bound, free } = bindBuyers(cells, unbought);
  const drawn = [...groupBy(free, ({ art }) => art)].flatMap(([name, group]) => {
    const bundle = toBundle(name, group);
    return bundle.weight <= most ? [bundle] : group.map((cell) => toBundle(nameCard(cell.id), [cell]));
  });
  const bundles = [...[...bound].map(([name, group]) => toBundle(name, group)), ...drawn];
  return bundles.toSorted((a, b) => b.weight - a.weight || compareCodeUnits(a.name, b.name));
}

interface BoundCells {
  /** Name → cells that are tied by what they buy. */
  readonly bound: ReadonlyMap<string, readonly CellOutline[]>;
  readonly free: readonly CellOutline[];
}

function bindBuyers(cells: readonly CellOutline[], unbought: ReadonlySet<string>): BoundCells {
  if (unbought.size === 0) return { bound: new Map(), free: cells };
  const leader = createUnion();
  const needs = cells.map((cell) => ({ cell, bought: cell.bought.filter((id) => unbought.has(id)) }));
  for (const { bought } of needs) for (const each of bought) leader.join(bought[0]!, each);
  const buyers = needs.filter(({ bought }) => bought.length > 0);
  return {
    bound: new Map([...groupBy(buyers, ({ bought }) => leader.find(bought[0]!))].map(([name, group]) => [name, group.map(({ cell }) => cell)])),
    free: needs.filter(({ bought }) => bought.length === 0).map(({ cell }) => cell),
  };
}

/** Task → all that is bought before it, itself included; absent for one that needs nothing bought. */
function findBehind(tasks: readonly Task[]): ReadonlyMap<string, readonly string[]> {
  const behind = new Map<string, readonly string[]>();
  for (const task of tasks) {
    const inputs = actionFor(task).inputs(task);
    const all = new Set([...inputs.flatMap((input) => behind.get(input) ?? []), ...(task.kind === 'generate' ? [task.id] : [])]);
    if (all.size > 0) behind.set(task.id, [...all]);
  }
  return behind;
}

/** Sets that grow together; each is known by its first name in code-unit order. */
function createUnion(): { find(name: string): string; join(a: string, b: string): void } {
  const parents = new Map<string, string>();
  const find = (name: string): string => {
    const parent = parents.get(name);
    return parent === undefined ? name : find(parent);
  };
  return {
    find,
    join: (a, b) => {
      const [first, second] = [find(a), find(b)].toSorted(compareCodeUnits);
      if (first !== second) parents.set(second!, first!);
    },
  };
}

/** Names what compositions draw. Reading a file is no drawing. */
function createArtNamer(tasks: readonly Task[]): (compose: string) => string {
  const art = new Map(tasks.flatMap((task) => (task.kind === 'compose' ? [[task.id, Object.values(task.art)] as const] : [])));
  return (compose) => {
    const drawn = (art.get(compose) ?? []).filter((id) => !id.startsWith('ingest:'));
    return drawn.length === 0 ? compose : drawn.toSorted(compareCodeUnits).join(' ');
  };
}

/** The name under which a cell is split off from others that draw the same. */
function nameCard(cell: string): string {
  return `compose:${cell}`;
}

/** Shards, counted from 0, in the order in which a name prefers them (rendezvous hashing). */
function listPreferences(name: string, shards: number): readonly number[] {
  const seed = Number.parseInt(computeDigest(name).slice(0, 8), 16);
  const scores = Array.from({ length: shards }, (_, shard) => mix(seed ^ Math.imul(shard + 1, 0x9e3779b9)));
  return scores.map((_, shard) => shard).toSorted((a, b) => scores[b]! - scores[a]!);
}

/** The finaliser of MurmurHash3: every bit of the input moves half of the output's. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function findLightest(loads: readonly number[]): number {
  return loads.indexOf(Math.min(...loads));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
