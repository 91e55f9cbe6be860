import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { buildShard } from '../../src/build-shard.ts';
import type { ShardReport } from '../../src/build-shard.ts';
import { mergeShards } from '../../src/merge-shards.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Slicing } from '../../src/project/prepare-plan.ts';
import type { BuildReport } from '../../src/model/report.ts';
import type { ShardPaper } from '../../src/model/shard.ts';
import { createLastingProject, createProject, tinySize, tinySources, workOf } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import { codesOf, createPaidProject, listVault, plate } from '../support/paid-project.ts';

const sizes = [tinySize, { name: 'square', width: 80, height: 80 }];

/** Sixteen cells: with words alone, over a file, and over drawn art that two assets share. */
function manySources(changes: JsonObject = {}): Sources {
  const art = { background: { kind: 'procedural', procedure: 'mesh-gradient', seed: 7, palette: ['color.ground', 'color.frame'] } };
  const assets = {
    hello: { template: 'note', sizes, copy: 'hello', alt: 'hello.alt' },
    photo: { template: 'photo', sizes, copy: 'photo', alt: 'photo.alt', art: { background: { kind: 'file', path: 'art/view.svg' } } },
    mesh: { template: 'photo', sizes, copy: 'photo', alt: 'photo.alt', art },
    again: { template: 'photo', sizes, copy: 'hello', alt: 'hello.alt', art },
  };
  return tinySources({ assets, ...changes });
}

/** What another machine has after `git clone`. */
function clone({ root }: TestProject): TestProject {
  const copy = createProject({});
  const committed = ['visuals.config.ts', 'copy', 'brand', 'templates', 'art', 'visuals.lock.json', 'visuals.vault'].filter((path) =>
    existsSync(join(root, path)),
  );
  for (const path of committed) cpSync(join(root, path), join(copy.root, path), { recursive: true, filter: (source) => !source.endsWith('.journal') });
  return copy;
}

/** Builds each shard in a clone of its own. @returns the folders of their results */
async function buildShards(
  project: TestProject,
  of: number,
  options: { readonly spend?: number } = {},
  slicing: Slicing = {},
): Promise<{ readonly folders: readonly string[]; readonly reports: readonly ShardReport[] }> {
  const folders: string[] = [];
  const reports: ShardReport[] = [];
  for (let shard = 1; shard <= of; shard += 1) {
    const machine = clone(project);
    const report = await buildShard({ root: machine.root, jobs: 2, shard, of, ...options }, slicing);
    reports.push(report);
    folders.push(join(machine.root, `.visuals/shards/${shard}-of-${of}`));
  }
  return { folders, reports };
}

function merge(project: TestProject, shards: readonly string[], slicing: Slicing = {}): Promise<BuildReport> {
  return mergeShards({ root: project.root, jobs: 2, shards }, slicing);
}

/** A project with three shards of it, built once: what tests spoil is a copy. */
async function copyShards(): Promise<{ readonly project: TestProject; readonly folders: readonly string[] }> {
  built ??= await buildLasting();
  const project = clone(built);
  cpSync(join(built.root, 'parts'), join(project.root, 'parts'), { recursive: true });
  return { project, folders: [1, 2, 3].map((shard) => join(project.root, `parts/${shard}`)) };
}

let built: TestProject | undefined;

async function buildLasting(): Promise<TestProject> {
  const project = createLastingProject(manySources());
  for (const shard of [1, 2, 3]) await buildShard({ root: project.root, jobs: 2, shard, of: 3, out: `parts/${shard}` });
  return project;
}

afterAll(() => built?.remove());

describe('shards', () => {
  test.each<Slicing>([{}, { mostCells: 3 }])(
    'three in three clones give the same bytes as one build, and nothing is drawn while they are merged (%o)',
    async (slicing) => {
      const project = createProject(manySources());
      const { folders, reports } = await buildShards(project, 3, {}, slicing);
      expect(reports.map(({ exit }) => exit)).toEqual([0, 0, 0]);
      expect(reports.reduce((sum, { counts }) => sum + counts.made, 0)).toBe(16);
      for (const { counts } of reports) expect(counts.made).toBeGreaterThan(0);
      const merged = clone(project);
      const report = await merge(merged, folders, slicing);
      expect(report.diagnostics).toEqual([]);
      expect(report.counts).toEqual({ fresh: 0, cached: 16, made: 0, failed: 0 });
      expect(workOf(report)).toEqual({});
      await project.buildWell();
      expect(merged.outputs()).toEqual(project.outputs());
      expect((await merged.buildWell()).counts.fresh).toBe(16);
    },
  );

  test('are found in a folder that holds them, as artifacts arrive', async () => {
    const project = createProject(manySources());
    const { folders } = await buildShards(project, 2);
    for (const [index, folder] of folders.entries()) cpSync(folder, join(project.root, 'artifacts', `part-${index}`), { recursive: true });
    expect((await merge(project, ['artifacts'])).exit).toBe(0);
    expect(project.outputs().size).toBe(17);
  });

  test('publish nothing and leave the output folder alone; a merge removes what is stale', async () => {
    const project = createProject(manySources());
    await project.buildWell();
    const before = project.outputs();
    const { again: _, ...assets } = JSON.parse(/"assets": (\{[^]*\n  \})\n\}\);/.exec(project.read('visuals.config.ts'))![1]!) as Record<string, JsonObject>;
    project.write(manySources({ assets }));
    const reports = [1, 2].map((shard) => () => buildShard({ root: project.root, shard, of: 2 }));
    for (const run of reports) expect((await run()).exit).toBe(0);
    expect(project.outputs()).toEqual(before);
    const report = await merge(project, ['.visuals/shards']);
    expect(report.exit).toBe(0);
    expect(report.removed).toHaveLength(4);
    expect([...project.outputs().keys()].some((path) => path.startsWith('again/'))).toBe(false);
  });

  test('a missing one is named, and nothing is published', async () => {
    const { project, folders } = await copyShards();
    const report = await merge(project, [folders[0]!, folders[2]!]);
    expect(codesOf(report)).toEqual(['SHARD_MISSING']);
    expect(report.diagnostics[0]!.message).toContain('shard 2/3');
    expect(report.exit).toBe(1);
    expect(project.outputs().size).toBe(0);
  });

  test('of other sources, of another count, without a paper: refused', async () => {
    const { project, folders } = await copyShards();
    const [one, two, three] = [folders[0]!, folders[1]!, folders[2]!];
    const other = clone(project);
    other.write({ 'copy/de.json': { hello: { headline: 'Anders', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } } });
    expect(codesOf(await merge(other, folders))).toEqual(['SHARD_MISMATCH', 'SHARD_MISMATCH', 'SHARD_MISMATCH']);
    edit(two, (paper) => ({ ...paper, of: 4 }));
    expect(codesOf(await merge(project, folders))).toEqual(['SHARD_MISMATCH']);
    edit(two, (paper) => ({ ...paper, of: 3, split: '0'.repeat(64) as never }));
    expect((await merge(project, folders)).diagnostics[0]!.message).toContain('other durations');
    rmSync(join(two, 'shard.json'));
    expect(codesOf(await merge(project, [one, two, three]))).toEqual(['SHARD_UNREADABLE']);
    expect(codesOf(await merge(project, [join(project.root, 'nowhere')]))).toEqual(['SHARD_UNREADABLE']);
    expect(project.outputs().size).toBe(0);
  });

  test('a file that was changed or lost on its way is found', async () => {
    const { project, folders } = await copyShards();
    const [file] = listFiles(folders[1]!);
    rmSync(file!);
    const report = await merge(project, folders);
    expect(codesOf(report)).toEqual(['SHARD_DAMAGED']);
    expect(report.exit).toBe(6);
    const [next] = listFiles(folders[1]!);
    rmSync(next!);
    writeFileSync(next!, 'no picture');
    expect(codesOf(await merge(clone(project), folders))).toEqual(['SHARD_DAMAGED', 'SHARD_DAMAGED']);
    expect(project.outputs().size).toBe(0);
  });

  test('a manifest that was cut on its way is found', async () => {
    const { project, folders } = await copyShards();
    const manifest = join(folders[2]!, 'manifest.json');
    const text = readFileSync(manifest, 'utf8');
    for (const part of [text.slice(0, text.indexOf('"raster"')), text.slice(0, text.lastIndexOf(' }\n}')), '']) {
      writeFileSync(manifest, part);
      expect(codesOf(await merge(clone(project), folders))).toEqual(['SHARD_DAMAGED']);
    }
  });

  test('the same cell with other bytes is a conflict', async () => {
    const { project, folders } = await copyShards();
    const twin = join(clone(project).root, 'twin');
    cpSync(folders[0]!, twin, { recursive: true });
    expect((await merge(clone(project), [...folders, twin])).exit).toBe(0);
    const manifest = join(twin, 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"digest": "..../, '"digest": "0000'));
    const report = await merge(project, [...folders, twin]);
    expect(codesOf(report)).toEqual(['SHARD_CONFLICT']);
    expect(project.outputs().size).toBe(0);
  });

  test('cells that fail keep their last pictures, and the merge fails as a build would', async () => {
    const project = createProject(manySources());
    project.write({ 'art/view.svg': undefined });
    const { folders, reports } = await buildShards(project, 2);
    expect(Math.max(...reports.map(({ exit }) => exit))).toBe(1);
    const report = await merge(project, folders);
    expect(report.exit).toBe(1);
    expect(report.counts).toMatchObject({ cached: 12, failed: 4 });
    expect(new Set(codesOf(report))).toEqual(new Set(['REF_MISSING']));
  });

  test('results lie where --out says, and never among other files', async () => {
    const project = createProject(manySources());
    expect((await buildShard({ root: project.root, shard: 1, of: 2, out: 'part' })).folder).toBe('part');
    expect((await buildShard({ root: project.root, shard: 2, of: 2, out: 'part' })).exit).toBe(0);
    const paper = JSON.parse(project.read('part/shard.json')) as ShardPaper;
    expect(paper).toMatchObject({ shard: 2, of: 2 });
    const report = await buildShard({ root: project.root, shard: 1, of: 2, out: 'copy' });
    expect(codesOf(report)).toEqual(['SHARD_FOLDER_TAKEN']);
    expect(report.folder).toBeUndefined();
    expect(readdirSync(join(project.root, 'copy')).toSorted()).toEqual(['de.json', 'en.json']);
  });

  test('are balanced by how long cells took, which the merge brings together', async () => {
    const project = createProject(manySources());
    const { folders } = await buildShards(project, 2);
    await merge(project, folders);
    const lines = project.read('.visuals/durations').trim().split('\n');
    expect(lines).toHaveLength(17);
    const slow = lines.map((line, index) => (index === 0 ? line : `${line.split(' ')[0]} ${line.startsWith('hello/') ? 100_000 : 1}`));
    project.write({ '.visuals/durations': `${slow.join('\n')}\n` });
    const cells = await Promise.all([1, 2].map(async (shard) => countHello(project, await buildShard({ root: project.root, shard, of: 2 }))));
    expect(cells).toEqual([2, 2]);
  });
});

describe('shards that buy', () => {
  /** Two pieces of art, the first shared by two assets. */
  const assets = {
    hello: { template: 'note', sizes, copy: 'hello', alt: 'hello.alt' },
    one: { template: 'photo', sizes: [tinySize], copy: 'photo', alt: 'photo.alt', art: { background: plate } },
    two: { template: 'photo', sizes: [tinySize], copy: 'hello', alt: 'hello.alt', art: { background: plate } },
    three: { template: 'photo', sizes: [tinySize], copy: 'photo', alt: 'photo.alt', art: { background: { ...plate, prompt: 'A quiet shore' } } },
  };

  test('buy each picture once in all; the merge has the lock and the vault of one build, and buys nothing', async () => {
    const project = await createPaidProject({ config: { assets } });
    const { folders, reports } = await buildShards(project, 3, { spend: 1 });
    expect(reports.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    expect(project.server.posts).toHaveLength(2);
    const report = await merge(project, folders);
    expect(report).toMatchObject({ exit: 0, spent: 0, counts: { made: 0, failed: 0 } });
    expect(project.server.posts).toHaveLength(2);
    expect(listVault(project)).toHaveLength(2);
    expect(project.read('visuals.lock.json').match(/"type":"picture"/g)).toHaveLength(2);
  });

  test('may spend their share of what the build may, and no more', async () => {
    const project = await createPaidProject({ config: { assets } });
    const { art } = await project.build();
    const { reports } = await buildShards(project, 3, { spend: art!.unpaid.high * 0.75 });
    expect(reports.reduce((sum, { spent }) => sum + spent, 0)).toBe(0);
    expect(new Set(reports.flatMap(codesOf))).toEqual(new Set(['BUDGET_EXCEEDED']));
    expect(project.server.posts).toHaveLength(0);
  });

  test('may follow each other in one clone: what one bought moves nothing to the next, and their shares stay what they were', async () => {
    const project = await createPaidProject({ config: { assets } });
    const { art } = await project.build();
    // In slices, what the first one bought comes later in the next one.
    const slicing = { mostCells: 3 };
    const runs = [1, 2, 3].map(
      (shard) => () => buildShard({ root: project.root, jobs: 2, shard, of: 3, out: `parts/${shard}`, spend: art!.unpaid.high }, slicing),
    );
    for (const run of runs) expect(await run()).toMatchObject({ exit: 0 });
    expect(project.server.posts).toHaveLength(2);
    expect(await merge(project, ['parts'], slicing)).toMatchObject({ exit: 0, spent: 0, diagnostics: [], counts: { made: 0, failed: 0 } });
    expect(listVault(project)).toHaveLength(2);
    // What comes after the merge is another build, in which nothing is to be bought.
    rmSync(join(project.root, '.visuals/durations'));
    const { folders } = await buildShards(project, 3);
    expect((await buildShard({ root: project.root, shard: 1, of: 3, out: 'parts/1' })).exit).toBe(0);
    expect(await merge(project, [join(project.root, 'parts/1'), ...folders.slice(1)])).toMatchObject({ exit: 0, diagnostics: [] });
  });

  test('of one clone share what one build may spend, not what each finds left', async () => {
    const many = Array.from(
      { length: 9 },
      (_, index) => [`art-${index}`, { ...assets.one, art: { background: { ...plate, prompt: `Shore ${index}` } } }] as const,
    );
    const project = await createPaidProject({ config: { assets: Object.fromEntries(many) } });
    const { art } = await project.build();
    const spend = (art!.unpaid.high / 9) * 6.5;
    for (const shard of [1, 2, 3]) await buildShard({ root: project.root, jobs: 1, shard, of: 3, out: `parts/${shard}`, spend });
    // Two each; of what is left, the last would get three.
    expect(project.server.posts).toHaveLength(6);
  });

  test('a merge buys nothing, whatever the config allows', async () => {
    const project = await createPaidProject({ config: { assets, budget: { perBuild: 5 } } });
    vi.stubEnv('CI', 'true');
    const { folders } = await buildShards(project, 2);
    vi.stubEnv('CI', undefined);
    const report = await merge(project, folders);
    expect(report.exit).toBe(3);
    expect(project.server.posts).toHaveLength(0);
  });
});

function edit(folder: string, change: (paper: ShardPaper) => ShardPaper): void {
  const path = join(folder, 'shard.json');
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as ShardPaper)));
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function countHello(project: TestProject, { folder }: ShardReport): number {
  const { cells } = JSON.parse(project.read(`${folder}/shard.json`)) as ShardPaper;
  return cells.filter((cell) => cell.startsWith('hello/')).length;
}
