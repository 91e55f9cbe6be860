import { actionFor } from '../actions/registry.ts';
import { compareCodeUnits, computeDigest } from '../keys/canonical.ts';
import type { Plan, PlannedCell, Task } from '../model/plan.ts';

/** Into how many parts a plan is split, and by what. */
export interface SplitOptions {
  /** How many shards, 1 or more. */
  readonly shards: number;
  /** What a cell costs, in any unit. */
  readonly weigh: (cell: PlannedCell) => number;
  /** Paid tasks whose pictures are still to be bought: all cells that rest on one of them stay together, so that one shard alone buys it. */
  readonly unbought: ReadonlySet<string>;
}

/**
 * Gives every cell to one shard. Stable: a bundle of cells has an order of shards that it prefers, by its name alone, and goes to the first that has room (consistent hashing
 * with bounded loads, Mirrokni et al. 2018), so that a change of the project moves few cells away from the machine that has them in its cache.
 * @returns cell → shard, counted from 1
 */
export function splitPlan(plan: Plan, options: SplitOptions): ReadonlyMap<string, number> {
  const bundles = bundleCells(plan, options);
  const room = (roomier * sum(bundles.map(({ weight }) => weight))) / options.shards;
  const loads = Array.from({ length: options.shards }, () => 0);
  const shards = new Map<string, number>();
  for (const { name, cells, weight } of bundles) {
    const order = listPreferences(name, options.shards);
    const shard = order.find((each) => loads[each]! + weight <= room) ?? findLightest(loads);
    loads[shard]! += weight;
    for (const { cell } of cells) shards.set(cell.id, shard + 1);
  }
  return shards;
}

/** How much more than its even share a shard may get. */
const roomier = 1.05;

/** The part of a shard's even share that cells of the same art may fill and still stay together; beyond it, drawing their art once more costs less than waiting for them. */
const largestBundle = 1 / 4;

interface Bundle {
  readonly name: string;
  readonly cells: readonly PlannedCell[];
  readonly weight: number;
}

/** Cells that are better made in one place, the heaviest first: small ones fill what is left. */
function bundleCells(plan: Plan, { shards, weigh, unbought }: SplitOptions): readonly Bundle[] {
  const weights = new Map(plan.cells.map((cell) => [cell, weigh(cell)]));
  const most = (largestBundle * sum([...weights.values()])) / shards;
  const toBundle = (name: string, cells: readonly PlannedCell[]): Bundle => ({ name, cells, weight: sum(cells.map((cell) => weights.get(cell)!)) });
  const { bound, free } = bindBuyers(plan, unbought);
  const drawn = [...groupBy(free, nameArt(plan))].flatMap(([name, cells]) => {
    const bundle = toBundle(name, cells);
    return bundle.weight <= most ? [bundle] : cells.map((cell) => toBundle(cell.compose, [cell]));
  });
  const bundles = [...[...bound].map(([name, cells]) => toBundle(name, cells)), ...drawn];
  return bundles.toSorted((a, b) => b.weight - a.weight || compareCodeUnits(a.name, b.name));
}

interface BoundCells {
  /** Name → cells that are tied by what they buy. */
  readonly bound: ReadonlyMap<string, readonly PlannedCell[]>;
  readonly free: readonly PlannedCell[];
}

function bindBuyers({ tasks, cells }: Plan, unbought: ReadonlySet<string>): BoundCells {
  if (unbought.size === 0) return { bound: new Map(), free: cells };
  const behind = findBehind(tasks, unbought);
  const leader = createUnion();
  const needs = cells.map((cell) => ({ cell, bought: [...(behind.get(cell.compose) ?? [])] }));
  for (const { bought } of needs) for (const each of bought) leader.join(bought[0]!, each);
  const buyers = needs.filter(({ bought }) => bought.length > 0);
  return {
    bound: new Map([...groupBy(buyers, ({ bought }) => leader.find(bought[0]!))].map(([name, group]) => [name, group.map(({ cell }) => cell)])),
    free: needs.filter(({ bought }) => bought.length === 0).map(({ cell }) => cell),
  };
}

/** Task → all that is to be bought before it, itself included. */
function findBehind(tasks: readonly Task[], unbought: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const behind = new Map<string, ReadonlySet<string>>();
  for (const task of tasks) {
    const inputs = actionFor(task).inputs(task);
    const all = new Set([...inputs.flatMap((input) => [...(behind.get(input) ?? [])]), ...(unbought.has(task.id) ? [task.id] : [])]);
    if (all.size > 0) behind.set(task.id, all);
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

/** Cells whose art is drawn the same have the same name; a cell that draws none has its own. Reading a file is no drawing. */
function nameArt({ tasks }: Plan): (cell: PlannedCell) => string {
  const art = new Map(tasks.flatMap((task) => (task.kind === 'compose' ? [[task.id, Object.values(task.art)] as const] : [])));
  return ({ compose }) => {
    const drawn = (art.get(compose) ?? []).filter((id) => !id.startsWith('ingest:'));
    return drawn.length === 0 ? compose : drawn.toSorted(compareCodeUnits).join(' ');
  };
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

function groupBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
