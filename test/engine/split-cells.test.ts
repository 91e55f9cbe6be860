import fc from '../support/properties.ts';
import { describe, expect, test } from 'vitest';
import { outlineCells, splitCells } from '../../src/engine/split-cells.ts';
import type { Plan, PlannedCell, Task } from '../../src/model/plan.ts';

interface Sketch {
  readonly name: string;
  /** Tasks that its slots show. */
  readonly art: readonly string[];
  readonly weight: number;
}

/** A plan as far as splitting looks at it. */
function sketchPlan(sketches: readonly Sketch[], bought: readonly string[] = []): Plan {
  const paid = bought.map((id) => ({ kind: 'generate', id, references: [] }) as unknown as Task);
  const drawn = [...new Set(sketches.flatMap(({ art }) => art))].filter((id) => !bought.includes(id));
  const ingests = drawn.map((id): Task => ({ kind: 'ingest', id, path: id }));
  const composes = sketches.map(
    ({ name, art }) => ({ kind: 'compose', id: `compose:${name}`, art: Object.fromEntries(art.map((id) => [id, id])) }) as unknown as Task,
  );
  const cells = sketches.map(
    ({ name }) => ({ cell: { id: name, size: { width: 1, height: 1 } }, compose: `compose:${name}`, encodes: [] }) as unknown as PlannedCell,
  );
  return { version: 1, tasks: [...paid, ...ingests, ...composes], cells };
}

function split(sketches: readonly Sketch[], shards: number, unbought: readonly string[] = []): ReadonlyMap<string, number> {
  const weights = new Map(sketches.map(({ name, weight }) => [name, weight]));
  return splitCells(outlineCells(sketchPlan(sketches, unbought)), { shards, weigh: ({ id }) => weights.get(id)!, unbought: new Set(unbought) });
}

function loadsOf(sketches: readonly Sketch[], shards: ReadonlyMap<string, number>, of: number): readonly number[] {
  const loads = Array.from({ length: of }, () => 0);
  for (const { name, weight } of sketches) loads[shards.get(name)! - 1]! += weight;
  return loads;
}

const anySketches = fc
  .array(fc.record({ art: fc.subarray(['transform:a', 'transform:b', 'procedural:c', 'ingest:d']), weight: fc.integer({ min: 1, max: 50 }) }), {
    minLength: 1,
    maxLength: 120,
  })
  .map((list): readonly Sketch[] => list.map((each, index) => ({ ...each, name: `asset/${index}` })));
const anyCount = fc.integer({ min: 1, max: 9 });

describe('a split', () => {
  test('gives every cell to one shard, whatever the order of the plan', () => {
    fc.assert(
      fc.property(anySketches, anyCount, (sketches, of) => {
        const shards = split(sketches, of);
        expect([...shards.keys()].toSorted()).toEqual(sketches.map(({ name }) => name).toSorted());
        for (const shard of shards.values()) expect(shard >= 1 && shard <= of).toBe(true);
        expect(new Map([...split(sketches.toReversed(), of)].toSorted())).toEqual(new Map([...shards].toSorted()));
      }),
    );
  });

  test('gives no shard more than its share, a twentieth, and one bundle', () => {
    fc.assert(
      fc.property(anySketches, anyCount, (sketches, of) => {
        const total = sketches.reduce((sum, { weight }) => sum + weight, 0);
        const bundle = Math.max(total / of / 4, ...sketches.map(({ weight }) => weight));
        for (const load of loadsOf(sketches, split(sketches, of), of)) expect(load).toBeLessThanOrEqual((1.05 * total) / of + bundle);
      }),
    );
  });

  test('balances by what cells took: a thousand cells of three speeds on four shards', () => {
    const sketches = Array.from({ length: 1000 }, (_, index): Sketch => ({ name: `asset/${index}`, art: [], weight: [20, 60, 700][index % 3]! }));
    const loads = loadsOf(sketches, split(sketches, 4), 4);
    expect(Math.max(...loads) / Math.min(...loads)).toBeLessThan(1.12);
  });

  test('moves few cells when some come or go', () => {
    const sketches = Array.from({ length: 2000 }, (_, index): Sketch => ({ name: `asset/${index}`, art: [], weight: 1 }));
    const before = split(sketches, 4);
    const after = split(sketches.slice(20), 4);
    const moved = [...after].filter(([cell, shard]) => before.get(cell) !== shard).length;
    expect(moved).toBeLessThan(100);
  });

  test('keeps cells of the same drawn art together, unless they are too many for one shard', () => {
    const few = Array.from({ length: 40 }, (_, index): Sketch => ({ name: `asset/${index}`, art: [`transform:${index % 20}`], weight: 1 }));
    const shards = split(few, 2);
    for (let index = 0; index < 20; index += 1) expect(shards.get(`asset/${index}`)).toBe(shards.get(`asset/${index + 20}`));
    const many = few.map((each): Sketch => ({ ...each, art: ['transform:one'] }));
    expect(new Set(split(many, 2).values()).size).toBe(2);
  });

  test('never parts cells that rest on a picture that is still to be bought, however many', () => {
    const sketches = Array.from({ length: 90 }, (_, index): Sketch => ({
      name: `asset/${index}`,
      art: index % 2 === 0 ? ['generate:a'] : [`transform:${index}`],
      weight: 1,
    }));
    const shards = split(sketches, 3, ['generate:a']);
    const buyers = new Set(sketches.flatMap(({ name, art }) => (art.includes('generate:a') ? [shards.get(name)] : [])));
    expect(buyers.size).toBe(1);
  });

  test('ties cells together that share one of several purchases', () => {
    const art = [['generate:a', 'generate:b'], ['generate:b', 'generate:c'], ['generate:c'], ['generate:d']];
    const sketches = art.map((each, index): Sketch => ({ name: `asset/${index}`, art: each, weight: 1 }));
    const shards = split(sketches, 3, ['generate:a', 'generate:b', 'generate:c', 'generate:d']);
    expect(new Set([0, 1, 2].map((index) => shards.get(`asset/${index}`))).size).toBe(1);
  });
});
