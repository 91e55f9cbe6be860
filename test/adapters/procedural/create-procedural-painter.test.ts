import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import fc from '../../support/properties.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProceduralPainter } from '../../../src/adapters/procedural/create-procedural-painter.ts';
import { proceduralSettings } from '../../../src/adapters/procedural/paint-procedure.ts';
import { computeDigest } from '../../../src/keys/canonical.ts';
import type { ProceduralKind } from '../../../src/model/config.ts';
import { VisualsError } from '../../../src/model/diagnostic.ts';
import type { Raster } from '../../../src/model/geometry.ts';
import type { ProceduralRequest } from '../../../src/spec/procedural-painter.ts';

const painter = createProceduralPainter();
const kinds = Object.keys(proceduralSettings) as ProceduralKind[];

function request(procedure: ProceduralKind, rest: Partial<ProceduralRequest> = {}): ProceduralRequest {
  return { procedure, seed: 7, palette: ['#f6efe4', '#16202b', '#e2583e'], settings: {}, width: 160, height: 84, ...rest };
}

async function problemsOf(promise: Promise<unknown>): Promise<string[]> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  return error instanceof VisualsError ? error.diagnostics.map((each) => `${each.code} ${each.message}`) : [];
}

/** How much neighbouring pixels differ on average, in a part of a picture. */
function measureBusyness({ data, width }: Raster, from: number, to: number): number {
  let [sum, count] = [0, 0];
  for (let at = 0; at + 4 < data.length; at += 4) {
    const x = (at / 4) % width;
    if (x < from * width || x >= to * width - 1) continue;
    sum += Math.abs(data[at]! - data[at + 4]!) + Math.abs(data[at + 2]! - data[at + 6]!);
    count += 1;
  }
  return sum / count;
}

describe('the same numbers give the same picture on every machine', () => {
  test.each([
    ['mesh-gradient', 'a97d5ff2ea0a440448f99f28ff7db763fad3cdb5c4d1d6a370d636cb12a097ed'],
    ['flow-field', '9983969c1b2295c45fe1b4c0778c8f6131252b07a3902ce3b8d89096eac9a64a'],
    ['tiling', '8f6bcd61f889050953c11488184084df21dfb9fc6b5ddd991dbe0c8bbed71e35'],
    ['halftone', 'c31d5f2e985c1e845147967840d6cae6a7effe8918cfae9ffa0747693f9cf36f'],
    ['topographic', '8c473afb1597a288d409733acb4e1de5440555af9931aed2d4853316a3cd791b'],
    ['grain', 'a6da9d00df3cc5aa64c656ae9b4370757aec954e4343bf276f8de841ed8c495c'],
  ] as const)('%s', async (kind, digest) => {
    const raster = await painter.paint(request(kind));
    expect([raster.width, raster.height, raster.data.length]).toEqual([160, 84, 160 * 84 * 4]);
    expect(computeDigest(raster.data)).toBe(digest);
  });

  test('whatever was painted before', async () => {
    const digest = async (kind: ProceduralKind): Promise<string> => computeDigest((await painter.paint(request(kind))).data);
    const [first, second] = [[] as string[], [] as string[]];
    for (const kind of kinds) first.push(await digest(kind));
    for (const kind of kinds.toReversed()) second.unshift(await digest(kind));
    expect(second).toEqual(first);
  });
});

describe.each(kinds)('%s', (kind) => {
  test('is opaque, and differs by seed, palette and each setting', async () => {
    const paint = async (rest: Partial<ProceduralRequest>): Promise<Raster> => painter.paint(request(kind, { width: 720, height: 378, ...rest }));
    const plain = await paint({});
    expect(plain.data.every((value, index) => index % 4 !== 3 || value === 255)).toBe(true);
    const names = Object.keys(proceduralSettings[kind]);
    const others = [
      { seed: 8 },
      { palette: ['#0e1a2b', '#5b8fb9', '#f2b84b'] },
      ...names.map((name) => ({ settings: { [name]: proceduralSettings[kind][name]!.default > 0.5 ? 0.05 : 0.95 } })),
    ];
    const digests = await Promise.all(others.map(async (rest) => computeDigest((await paint(rest)).data)));
    const same = ['seed', 'palette', ...names].filter((_, index) => digests[index] === computeDigest(plain.data));
    expect(same).toEqual([]);
  });

  test('is quiet where words stand', async () => {
    const raster = await painter.paint(request(kind, { width: 600, height: 315 }));
    const [words, rest] = [measureBusyness(raster, 0, 0.45), measureBusyness(raster, 0.6, 1)];
    expect(words).toBeLessThan(Math.max(rest * 0.5, 1.2));
  });

  test('takes any size, palette and setting within range', async () => {
    const names = Object.keys(proceduralSettings[kind]);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
    const settings = fc.record(Object.fromEntries(names.map((name) => [name, share])));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 90 }),
        fc.array(colour, { minLength: 1, maxLength: 4 }),
        settings,
        fc.integer(),
        async (width, height, palette, given, seed) => {
          const { data } = await painter.paint({ procedure: kind, seed, palette, settings: given, width, height });
          expect(data).toHaveLength(width * height * 4);
        },
      ),
      { numRuns: 25 },
    );
  });
});

test('ground colours come back as they were, where nothing lies on them', async () => {
  const { data } = await painter.paint(request('tiling', { settings: { density: 0 }, width: 101, height: 101 }));
  const middle = (50 * 101 + 50) * 4;
  expect([...data.subarray(middle, middle + 3)].map((value, index) => Math.abs(value - [0xf6, 0xef, 0xe4][index]!) <= 1)).toEqual([true, true, true]);
});

test('slow shades are dithered by one level at most', async () => {
  const { data } = await painter.paint(request('mesh-gradient', { width: 600, height: 315, settings: { strength: 0 } }));
  let largest = 0;
  for (let at = 4; at < data.length; at += 4) if ((at / 4) % 600 !== 0) largest = Math.max(largest, Math.abs(data[at]! - data[at - 4]!));
  expect(largest).toBe(1);
});

describe('settings', () => {
  test('unknown ones are refused with the nearest name', async () => {
    expect(await problemsOf(painter.paint(request('halftone', { settings: { strenght: 0.5, wave: 1 } })))).toEqual([
      'PROCEDURAL_SETTING_UNKNOWN "halftone" has no setting "strenght" (did you mean "strength"?)',
      'PROCEDURAL_SETTING_UNKNOWN "halftone" has no setting "wave" (did you mean "waves"?)',
    ]);
  });

  test.each([-0.1, 1.1, Number.NaN])('%s is out of range', async (value) => {
    expect(await problemsOf(painter.paint(request('tiling', { settings: { scale: value } })))).toEqual([expect.stringContaining('PROCEDURAL_SETTING_RANGE')]);
  });

  test('every one has a default in range and says what it does', () => {
    for (const table of Object.values(proceduralSettings)) {
      for (const setting of Object.values(table)) {
        expect(setting.default).toBeGreaterThanOrEqual(0);
        expect(setting.default).toBeLessThanOrEqual(1);
        expect(setting.about.length).toBeGreaterThan(10);
      }
    }
  });
});

describe('in a thread', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'painter-'));
    await build({
      entryPoints: ['src/adapters/procedural/procedural-worker.ts'],
      outfile: join(folder, 'procedural-worker.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('paints the same, answers in any order, and tells what is wrong', async () => {
    const threaded = createProceduralPainter(pathToFileURL(join(folder, 'procedural-worker.mjs')));
    const rasters = await Promise.all(kinds.map((kind) => threaded.paint(request(kind))));
    for (const [index, kind] of kinds.entries()) expect(computeDigest(rasters[index]!.data)).toBe(computeDigest((await painter.paint(request(kind))).data));
    expect(await problemsOf(threaded.paint(request('grain', { settings: { grains: 1 } })))).toEqual([expect.stringContaining('did you mean "grain"')]);
  });

  test('leaves the calling thread free', async () => {
    const threaded = createProceduralPainter(pathToFileURL(join(folder, 'procedural-worker.mjs')));
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    await threaded.paint(request('topographic', { width: 1200, height: 1200 }));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
  });
});
