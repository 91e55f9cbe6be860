import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { approvePictures } from '../../src/approve-pictures.ts';
import type { Raster } from '../../src/model/geometry.ts';
import { compareRasters } from '../../src/project/compare-rasters.ts';
import type { PreparedPlan } from '../../src/project/prepare-plan.ts';
import { executeUpgrade } from '../../src/project/execute-upgrade.ts';
import { upgradeProject } from '../../src/upgrade-project.ts';
import { createProject, tinySources, workOf } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { codesOf } from '../support/paid-project.ts';

/** The prepared project with another renderer version, which changes what it paints. */
function plantRenderer(change: (raster: Raster) => Raster): (prepared: PreparedPlan) => PreparedPlan {
  return (prepared) => {
    const { renderer } = prepared.project.tools;
    const planted = {
      ...renderer,
      version: `${renderer.version}-next`,
      paint: async (document: Parameters<typeof renderer.paint>[0]) => change(await renderer.paint(document)),
    };
    return { ...prepared, project: { ...prepared.project, tools: { ...prepared.project.tools, renderer: planted } } };
  };
}

const same = (raster: Raster): Raster => raster;
/** Every channel of every pixel one level up or down: nobody sees it. */
const nudged = (raster: Raster): Raster => ({ ...raster, data: raster.data.map((value, at) => (at % 4 === 3 ? value : value > 127 ? value - 1 : value + 1)) });
/** Everything one pixel to the right. */
const shifted = (raster: Raster): Raster => ({ ...raster, data: Uint8Array.from(raster.data, (value, at) => (at < 4 ? value : raster.data[at - 4]!)) });

async function createApproved(output: readonly string[] = ['png']): Promise<TestProject> {
  const project = createProject(tinySources({ output: { dir: 'out', formats: [...output] } }));
  await project.buildWell();
  await approvePictures({ root: project.root, pictures: ['hello'], by: 'Ada <ada@example.com>' });
  await approvePictures({ root: project.root, pictures: ['photo/wide.de'], by: 'Bob <bob@example.com>', verdict: 'rejected', comment: 'too dark' });
  return project;
}

const statesOf = async (project: TestProject): Promise<readonly string[]> =>
  (await approvePictures({ root: project.root })).pictures.map(({ cell, state }) => `${cell} ${state}`);
const approved = ['hello/wide.en approved', 'hello/wide.de approved', 'photo/wide.en unreviewed', 'photo/wide.de rejected'];

describe('upgrade', () => {
  test('another version that draws the same: nothing to do, nothing published', async () => {
    const project = await createApproved();
    const before = project.outputs();
    const report = await executeUpgrade({ root: project.root }, plantRenderer(same));
    expect(report).toMatchObject({ exit: 0, carried: 0, diagnostics: [] });
    expect(report.renderer).toMatch(/-next$/);
    expect(report.pictures.map(({ state }) => state)).toEqual(['identical', 'identical', 'identical', 'identical']);
    expect(project.outputs()).toEqual(before);
    expect(await statesOf(project)).toEqual(approved);
    expect(workOf(await project.buildWell())).toEqual({});
  });

  test('invisible differences carry every word over, by whom it was said', async () => {
    const project = await createApproved();
    const before = project.outputs();
    const report = await executeUpgrade({ root: project.root }, plantRenderer(nudged));
    expect(report).toMatchObject({ exit: 0, carried: 3 });
    expect(report.pictures.every(({ state, share, most }) => state === 'similar' && share === 0 && most === 1)).toBe(true);
    expect(project.outputs()).toEqual(before);
    const { pictures } = await approvePictures({ root: project.root });
    // What is published is still drawn by the old one: the words are for the new pixels.
    expect(pictures.find(({ cell }) => cell === 'hello/wide.en')?.state).toBe('changed');
    const lock = project.read('visuals.lock.json');
    for (const { cell, after } of report.pictures) if (!cell.startsWith('photo/wide.en')) expect(lock).toContain(after);
    expect(lock).toContain('Ada <ada@example.com>');
    expect(lock).toContain('too dark');
  });

  test('a shifted picture is listed and shown, and no approval goes with it', async () => {
    const project = await createApproved(['webp', 'avif']);
    const lock = project.read('visuals.lock.json');
    const report = await executeUpgrade({ root: project.root }, plantRenderer(shifted));
    expect([report.exit, codesOf(report), report.carried]).toEqual([3, ['UPGRADE_CHANGED'], 0]);
    expect(report.pictures.every(({ state, share, most }) => state === 'different' && share > 0 && most > 2)).toBe(true);
    expect(report.diagnostics[0]?.message).toContain('2 of them approved, such as hello/wide.');
    expect(readFileSync(join(project.root, report.sheet!), 'utf8').match(/<figure>/g)).toHaveLength(8);
    expect(project.read('visuals.lock.json')).toBe(lock);
    expect(await executeUpgrade({ root: project.root, tolerance: 1 }, plantRenderer(shifted))).toMatchObject({ exit: 0, carried: 3 });
    expect(existsSync(join(project.root, report.sheet!))).toBe(false);
  });

  test('a picture whose sources changed too is no matter of the renderer', async () => {
    const project = await createApproved();
    project.write({ 'copy/en.json': { hello: { headline: 'Hello.', alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } } });
    const report = await executeUpgrade({ root: project.root, tolerance: 1 }, plantRenderer(nudged));
    expect(report.pictures.map(({ cell, state }) => `${cell} ${state}`)).toEqual([
      'hello/wide.en edited',
      'hello/wide.de similar',
      'photo/wide.en similar',
      'photo/wide.de similar',
    ]);
    expect(report.carried).toBe(2);
  });

  test('without a published picture there is nothing to compare', async () => {
    const project = createProject();
    expect(codesOf(await upgradeProject({ root: project.root }))).toEqual(['UPGRADE_UNPUBLISHED']);
  });
});

describe('compareRasters', () => {
  const raster = (...data: number[]): Raster => ({ width: data.length / 4, height: 1, data: Uint8Array.from(data) });
  test.each([
    [[10, 10, 10, 255, 9, 9, 9, 255], [12, 10, 10, 255, 9, 9, 9, 255], { share: 0, most: 2 }],
    [[10, 10, 10, 255, 9, 9, 9, 255], [13, 10, 10, 255, 9, 9, 9, 255], { share: 0.5, most: 3 }],
    [[1, 2, 3, 0], [9, 9, 9, 0], { share: 0, most: 0 }],
    [[1, 2, 3, 255], [1, 2, 3, 0], { share: 1, most: 255 }],
    [[1, 2, 3, 255], [1, 2, 3, 255, 1, 2, 3, 255], { share: 1, most: 255 }],
  ])('%j %j', (a, b, expected) => expect(compareRasters(raster(...a), raster(...b))).toEqual(expected));
});
