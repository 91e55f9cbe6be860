import { chmodSync, existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectGarbage } from '../../src/collect-garbage.ts';
import { inspectCache } from '../../src/inspect-cache.ts';
import { listBlobs } from '../../src/project/list-blobs.ts';
import type { StoredBlob } from '../../src/project/list-blobs.ts';
import { createProject } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { startCommand } from '../support/run-command.ts';

function blobsOf({ root }: TestProject): readonly StoredBlob[] {
  return listBlobs(join(root, '.visuals/cache/v1/blobs')).blobs;
}

function sayHello(project: TestProject, headline: string): void {
  project.write({ 'copy/en.json': { hello: { headline, alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } } });
}

function makeOld({ path }: StoredBlob, days: number): void {
  const then = new Date(Date.now() - days * 86_400_000);
  utimesSync(path, then, then);
}

describe('cache gc', () => {
  test('by age: what is old goes, what is published stays however old, and nothing is made again', async () => {
    const project = createProject();
    await project.buildWell();
    sayHello(project, 'Hello there');
    await project.buildWell();
    const before = blobsOf(project);
    for (const blob of before) makeOld(blob, 40);
    const report = await collectGarbage({ root: project.root });
    expect(report).toMatchObject({ exit: 0, blobs: before.length - report.removed });
    expect(report.removed).toBeGreaterThan(0);
    expect(report.forgotten).toBeGreaterThan(0);
    rmSync(join(project.root, 'out'), { recursive: true });
    expect(await project.buildWell()).toMatchObject({ ran: { compose: 0, encode: 0 } });
  });

  test('what was read not long ago is not old', async () => {
    const project = createProject();
    await project.buildWell();
    sayHello(project, 'Hello there');
    await project.buildWell();
    for (const blob of blobsOf(project)) makeOld(blob, 40);
    const read = blobsOf(project);
    for (const { path } of read) utimesSync(path, new Date(Date.now() - 86_400_000), statSync(path).mtime);
    expect(await collectGarbage({ root: project.root })).toMatchObject({ removed: 0, blobs: read.length });
  });

  test('by size: the oldest go first, published ones last', async () => {
    const project = createProject();
    await project.buildWell();
    sayHello(project, 'Hello there');
    await project.buildWell();
    const published = new Set(
      Object.values(project.manifest().assets).flatMap(({ pictures }) => pictures.flatMap(({ files }) => files.map(({ digest }) => digest))),
    );
    const oldest = blobsOf(project).find(({ digest }) => !published.has(digest))!;
    const size = blobsOf(project).reduce((sum, { bytes }) => sum + bytes, 0);
    makeOld(oldest, 5);
    const report = await collectGarbage({ root: project.root, maxSize: size - 1 });
    expect(report.removed).toBe(1);
    expect(existsSync(oldest.path)).toBe(false);
    const rest = await collectGarbage({ root: project.root, maxSize: 0 });
    expect(rest).toMatchObject({ blobs: 0, bytes: 0 });
    expect(await project.buildWell()).toMatchObject({ counts: { made: 0, failed: 0 } });
    sayHello(project, 'Hello again');
    await project.buildWell();
  });

  test('E12 while builds run: it waits for them and they for it, and every build is right', async () => {
    const project = createProject();
    await project.buildWell();
    const expected = project.outputs();
    for (let round = 0; round < 2; round += 1) {
      rmSync(join(project.root, '.visuals/snapshot.json'));
      rmSync(join(project.root, 'out'), { recursive: true });
      const running = [['build'], ['cache', 'gc', '--max-size', '0B'], ['build'], ['cache', 'gc', '--max-age', '0h']].map((words) =>
        startCommand(project.root, words),
      );
      const ends = await Promise.all(running.map(({ ended }) => ended));
      expect(ends.map(({ exit }) => exit)).toEqual([0, 0, 0, 0]);
      expect(ends.map(({ stderr }) => stderr).join('')).not.toContain('Warning');
      await project.buildWell();
      expect(project.outputs()).toEqual(expected);
    }
  });

  test('what is bought is not in its reach', async () => {
    const project = createProject();
    await project.buildWell();
    project.write({ [`visuals.vault/00/${'0'.repeat(64)}`]: 'paid for' });
    await collectGarbage({ root: project.root, maxSize: 0, maxAge: 0 });
    expect(project.read(`visuals.vault/00/${'0'.repeat(64)}`)).toBe('paid for');
  });
});

test('cache verify --repair without a store removes what is damaged, and the next build makes it again', async () => {
  const project = createProject();
  await project.buildWell();
  const [first] = blobsOf(project);
  chmodSync(first!.path, 0o644);
  writeFileSync(first!.path, 'spoilt');
  const report = await inspectCache({ root: project.root, verify: true, repair: true });
  expect(report).toMatchObject({ damaged: 0, repaired: 0, blobs: blobsOf(project).length });
  expect(report.diagnostics.map(({ code }) => code)).toEqual(['CACHE_CORRUPT']);
  expect(readdirSync(join(first!.path, '..'))).toEqual([]);
});
