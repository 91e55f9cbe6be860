import { cpSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { BuildEvent } from '../../src/model/event.ts';
import type { BuildReport, PlanReport } from '../../src/model/report.ts';
import { planBuild } from '../../src/plan-build.ts';
import { executeBuild } from '../../src/project/execute-build.ts';
import { describeHost } from '../../src/project/host.ts';
import { createProject, tinyConfig, tinySize, tinySources } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import { createPaidProject, plate } from '../support/paid-project.ts';
import { readKeys } from '../support/read-records.ts';

const drawn: JsonObject = { kind: 'procedural', procedure: 'grain', seed: 1, palette: ['color.ground', 'color.frame'] };
const { hello, photo } = tinyConfig.assets;

const named = (id: string, asset: JsonObject): JsonObject => ({ [id]: { ...asset, copy: id, alt: `${id}.alt` } });
const names = ['hello', 'photo', 'second', 'drawn', 'shown', 'last'];

/** Six assets of two pictures, of which no two are the same and some share their art. */
function createSources(german: JsonObject = {}): Sources {
  const assets: JsonObject = {
    ...named('hello', hello),
    ...named('photo', photo),
    ...named('second', photo),
    ...named('drawn', { ...photo, art: { background: drawn } }),
    ...named('shown', { ...photo, art: { background: { kind: 'asset', asset: 'drawn', slot: 'background' } } }),
    ...named('last', { ...hello, sizes: [{ ...tinySize, name: 'other', width: 100 }] }),
  };
  const words = (language: string): JsonObject => Object.fromEntries(names.map((name) => [name, { headline: `${language} ${name}`, alt: `Of ${name}` }]));
  return { ...tinySources({ assets }), 'copy/en.json': words('English'), 'copy/de.json': { ...words('Deutsch'), ...german } };
}

interface Built {
  readonly report: BuildReport;
  readonly events: readonly BuildEvent[];
}

async function buildSliced({ root }: TestProject, mostCells?: number): Promise<Built> {
  const events: BuildEvent[] = [];
  const onEvent = (event: BuildEvent): unknown => events.push(event);
  const report = await executeBuild({ root, jobs: 2, onEvent }, describeHost({ root }), { leaveStanding: true, ...(mostCells !== undefined && { mostCells }) });
  return { report, events };
}

/** All that a build leaves and tells, but for times and the order of what goes on at once. */
async function describeBuild(project: TestProject, { report, events }: Built): Promise<object> {
  const { exit, counts, ran, made, diagnostics, removed } = report;
  const byCell = made.toSorted((a, b) => (a.cell < b.cell ? -1 : 1));
  const planned = events.find(({ type }) => type === 'planned');
  const cells = events.flatMap((event) => (event.type === 'cell' ? [`${event.id} ${event.status}`] : []));
  const said = {
    exit,
    counts,
    made: byCell,
    diagnostics,
    removed,
    cells: cells.toSorted(),
    outputs: [...project.outputs()].map((file) => computeDigest(file.join(' '))),
    keys: await readKeys(project.root),
  };
  // Art that cells of two slices show is one task in each of their plans, and is made once.
  return { ...said, ran, planned: planned?.type === 'planned' && [planned.cells, planned.outputs] };
}

describe('a build in slices', () => {
  test.each([1, 3, 5])('of %d cells leaves and tells what one in a piece does, from nothing and after a change', async (mostCells) => {
    const [whole, sliced] = [createProject(createSources()), createProject(createSources())];
    expect(await describeBuild(sliced, await buildSliced(sliced, mostCells))).toEqual(await describeBuild(whole, await buildSliced(whole)));
    for (const project of [whole, sliced])
      project.write(createSources({ hello: { headline: 'Servus', alt: 'Ein Gruß' }, drawn: { headline: 'Ein Bild', alt: 'Ein Bild' } }));
    const again = await buildSliced(sliced, mostCells);
    expect(again.report.counts.made).toBe(2);
    expect(await describeBuild(sliced, again)).toEqual(await describeBuild(whole, await buildSliced(whole)));
  });

  test('tells what is wrong in any of them before it begins, and makes the others', async () => {
    const project = createProject(createSources({ hello: { alt: 'Ein Gruß' }, last: {} }));
    const { report, events } = await buildSliced(project, 2);
    expect(report).toMatchObject({ exit: 1, counts: { made: 10, failed: 2 } });
    const kinds = events.map(({ type }) => type);
    expect(kinds.lastIndexOf('diagnostic')).toBeLessThan(kinds.indexOf('task'));
  });

  test('that is stopped says how far it came, and goes on from there', async () => {
    const project = createProject(createSources());
    const stop = new AbortController();
    const onEvent = (event: BuildEvent): void => {
      if (event.type === 'cell' && event.id.startsWith('second')) stop.abort();
    };
    const options = { root: project.root, jobs: 1, onEvent, signal: stop.signal };
    const report = await executeBuild(options, describeHost(options), { leaveStanding: true, mostCells: 2 });
    expect([report.exit, report.counts.made > 3, project.outputs().size]).toEqual([130, true, 0]);
    const rest = await buildSliced(project, 2);
    expect(rest.report.counts).toMatchObject({ made: 12 - report.counts.made, cached: report.counts.made });
  });

  test('buys all that it buys in the first, with one consent', async () => {
    const project = await createPaidProject({ art: { background: { kind: 'generate', prompt: 'A calm desk in morning light', quality: 'low' } } });
    const root = project.root;
    let asked = 0;
    const confirmSpend = async (): Promise<boolean> => {
      asked += 1;
      return true;
    };
    const report = await executeBuild({ root, confirmSpend }, describeHost({ root }), { leaveStanding: true, mostCells: 2 });
    expect(report).toMatchObject({ exit: 0, counts: { made: 4 }, art: { bought: 1 } });
    expect(asked).toBe(1);
  });

  test('draws what is bought already in its turn, and tells of it as one in a piece does', async () => {
    const edited = { kind: 'edit', prompt: 'Put a lamp on it', quality: 'low', from: plate, mask: 'art/mask.png', keepOutsideMask: true };
    const project = await createPaidProject({ config: { assets: paidAssets({ one: plate, two: edited, three: { ...plate, prompt: 'A shore' } }) } });
    project.write({ 'art/mask.png': await createMask() });
    await project.buildWell({ spend: 1 });
    const twin = createProject({});
    cpSync(project.root, twin.root, { recursive: true, filter: (source) => !source.endsWith('node_modules') });
    for (const each of [project, twin]) each.write({ 'copy/de.json': { ...words, hello: { headline: 'Servus', alt: 'Ein Gruß' } } });
    const [sliced, whole] = [await buildSliced(project, 2), await buildSliced(twin)];
    expect(sliced.report.art?.edits).toMatchObject([{ art: 'two/background', made: false }]);
    expect([sliced.report.art, sliced.report.counts.made]).toEqual([whole.report.art, 4]);
    expect([sliced.report.diagnostics, project.outputs()]).toEqual([whole.report.diagnostics, twin.outputs()]);
    // What is not bought yet comes first, wherever it stands, and is foretold and told of alike.
    for (const each of [project, twin]) each.write(tinySources({ assets: paidAssets({ one: plate, two: edited, three: { ...plate, prompt: 'A harbour' } }) }));
    const { root } = project;
    const foretold = await planBuild({ root }, { mostCells: 2 });
    expect(foretold.purchases).toMatchObject([{ art: 'three/background', serves: 2 }]);
    expect(foretold).toEqual(await planBuild({ root }));
    const again = await buildSliced(project, 2);
    expect(again.report).toMatchObject({ exit: 3, art: { unpaid: { pictures: 1 } }, counts: { failed: 2 } });
    expect(again.report.art).toEqual((await buildSliced(twin)).report.art);
    expect(project.server.posts).toHaveLength(3);
  });

  test('buys as many of equal requests as the first that asks wants, in slices of any length', async () => {
    const assets = paidAssets({ one: { ...plate, candidates: 2 }, two: { ...plate, candidates: 3 }, three: plate });
    const project = await createPaidProject({ config: { assets } });
    const { root } = project;
    const foretell = async (): Promise<readonly PlanReport[]> => {
      const reports: PlanReport[] = [];
      for (const mostCells of [1, 3, undefined]) reports.push(await planBuild({ root }, { mostCells }));
      return reports;
    };
    const [first, ...others] = await foretell();
    expect(first).toMatchObject({ purchases: [{ art: 'one/background', pictures: 2, serves: 6 }] });
    expect(others).toEqual([first, first]);
    expect(await executeBuild({ root, spend: 1 }, describeHost({ root }), { mostCells: 1 })).toMatchObject({ exit: 0, art: { bought: 2 } });
    // All are bought now, whatever the second one would want by itself.
    for (const after of await foretell()) expect(after).toMatchObject({ purchases: [], changes: [] });
    expect(project.server.posts).toHaveLength(1);
  });
});

const words: JsonObject = { hello: { headline: 'Hallo', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } };

/** A card without art before one a piece of art. */
function paidAssets(arts: { readonly [asset: string]: JsonObject }): JsonObject {
  const cards = Object.entries(arts).map(([id, background]) => [id, { ...photo, copy: 'hello', alt: 'hello.alt', art: { background } }] as const);
  return { hello, ...Object.fromEntries(cards) };
}

/** A picture with a hole, in the size that is bought. */
async function createMask(): Promise<Buffer> {
  const hole = await sharp({ create: { width: 64, height: 64, channels: 4, background: '#000' } })
    .png()
    .toBuffer();
  return sharp({ create: { width: 1536, height: 812, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 1 } } })
    .composite([{ input: hole, left: 100, top: 100, blend: 'dest-out' }])
    .png()
    .toBuffer();
}
