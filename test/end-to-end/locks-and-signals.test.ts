import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { build } from '../../src/build.ts';
import type { BuildEvent } from '../../src/model/event.ts';
import { withFault } from '../support/break-disk.ts';
import { createProject, tinyConfig, tinySize, tinySources } from '../support/create-project.ts';
import { buildClean, twelveCells } from '../support/inspect-death.ts';
import { findHalfWritten, findLeftovers } from '../support/inspect-state.ts';
import { runCommand, startCommand } from '../support/run-command.ts';

describe('E9 two builds at once', () => {
  test.each([['both end well, and the pictures are those of one build'], ['each picture is made once']])('%s', async (what) => {
    const project = createProject(twelveCells);
    const [one, other] = await Promise.all([runCommand(project.root, ['build', '--json']), runCommand(project.root, ['build', '--json'])]);
    expect([one.exit, other.exit]).toEqual([0, 0]);
    expect(project.outputs()).toEqual(await buildClean(twelveCells));
    if (!what.includes('once')) return;
    const made = [one, other].map(({ lines }) => (lines.findLast(({ type }) => type === 'finished')!['counts'] as { made: number }).made);
    expect(made.toSorted()).toEqual([0, 12]);
    expect(findLeftovers(project.root)).toEqual([]);
  });

  test('the second gives up after --wait, and tells who has the lock', async () => {
    const project = createProject(twelveCells);
    const first = startCommand(project.root, ['build', '--quiet'], withFault({ slow: 10 }));
    await waitForLock(project.root);
    const second = await runCommand(project.root, ['build', '--wait', '0', '--json']);
    expect(second.exit).toBe(5);
    expect(second.stdout).toContain('LOCKED');
    expect(second.stdout).toContain(`process ${first.child.pid}`);
    expect((await first.ended).exit).toBe(0);
    expect(project.outputs()).toEqual(await buildClean(twelveCells));
  });
});

/** Waits until a build has the lock. */
async function waitForLock(root: string): Promise<void> {
  for (let tries = 0; !existsLock(root); tries += 1) {
    if (tries > 1000) throw new Error('nobody takes the lock');
    await setTimeout(10);
  }
}

function existsLock(root: string): boolean {
  try {
    return readFileSync(join(root, '.visuals/build.lock'), 'utf8').endsWith('}');
  } catch {
    return false;
  }
}

test('E10 the lock of a process that is gone is taken over within two seconds', async () => {
  const project = createProject();
  const { child, ended } = startCommand(project.root, ['build', '--quiet'], withFault({ slow: 50 }));
  await waitForLock(project.root);
  child.kill('SIGKILL');
  await ended;
  expect(existsLock(project.root)).toBe(true);
  const begun = performance.now();
  expect((await build({ root: project.root, wait: 2 })).exit).toBe(0);
  expect(performance.now() - begun).toBeLessThan(5000);
  expect(findLeftovers(project.root).filter((path) => path.includes('lock'))).toEqual([]);
});

test('E10 visuals unlock removes a lock that nobody can judge', async () => {
  const project = createProject();
  mkdirSync(join(project.root, '.visuals'));
  writeFileSync(join(project.root, '.visuals/build.lock'), JSON.stringify({ pid: 1, start: '', boot: '', host: 'elsewhere', since: 'noon' }));
  expect((await runCommand(project.root, ['build', '--wait', '0'])).exit).toBe(5);
  expect((await runCommand(project.root, ['unlock'])).exit).toBe(0);
  expect((await runCommand(project.root, ['build', '--wait', '0'])).exit).toBe(0);
});

describe('E17 Ctrl-C', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends with %d, half-writes nothing and keeps what was finished', async (signal, exit) => {
    const project = createProject(twelveCells);
    const { child, ended } = startCommand(project.root, ['build', '--json', '--jobs', '1'], withFault({ slow: 8 }));
    await waitForLine(child, '"type":"cell"');
    child.kill(signal);
    const result = await ended;
    expect(result).toMatchObject({ exit, signal: null });
    expect(findHalfWritten(project.root)).toEqual([]);
    expect(findLeftovers(project.root)).toEqual([]);
    const report = await project.buildWell();
    expect(report.counts.cached).toBeGreaterThan(0);
    expect(project.outputs()).toEqual(await buildClean(twelveCells));
  });

  test('is heard within half a second of planning, also of one asset with hundreds of pictures', async () => {
    const sizes = Array.from({ length: 200 }, (_, at) => ({ ...tinySize, name: `size-${at}`, width: tinySize.width + at }));
    const project = createProject(tinySources({ assets: { photo: { ...tinyConfig.assets.photo, sizes } } }));
    const slow = 20;
    const options = { env: { VISUALS_TEST_SLOW: `${slow}` }, node: ['--import', join(import.meta.dirname, '../support/slow-planning.mjs')] };
    const { exit, lines, stderr } = await runCommand(project.root, ['build', '--json'], options);
    expect(exit).toBe(130);
    expect(lines.map(({ type, phase }) => [type, phase])).not.toContainEqual(['planned', undefined]);
    const digests = Number(/after the signal: (\d+)/.exec(stderr)![1]);
    expect(digests).toBeGreaterThan(0);
    expect(digests * slow).toBeLessThan(500);
    expect(findLeftovers(project.root)).toEqual([]);
  });

  test('is heard by a build that has all results and waits for nothing', async () => {
    const project = createProject(twelveCells);
    await project.buildWell();
    rmSync(join(project.root, 'out'), { recursive: true });
    const stop = new AbortController();
    let cells = 0;
    const compute = (event: BuildEvent): void => {
      if (event.type !== 'cell') return;
      if (cells === 0) setImmediate(() => stop.abort());
      cells += 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    };
    expect((await project.build({ signal: stop.signal, onEvent: compute })).exit).toBe(130);
    expect(cells).toBeLessThan(12);
  });

  test('is heard while pictures are published, and all of them are', async () => {
    const project = createProject(twelveCells);
    await project.buildWell();
    const whole = project.outputs();
    rmSync(join(project.root, 'out'), { recursive: true });
    const { child, ended } = startCommand(project.root, ['build', '--json'], withFault({ slow: 25, path: '/out/' }));
    await waitForLine(child, '"phase":"publish"');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ exit: 130, signal: null });
    expect([project.outputs(), findHalfWritten(project.root), findLeftovers(project.root)]).toEqual([whole, [], []]);
  });

  test('twice ends at once', async () => {
    const project = createProject(twelveCells);
    const { child, ended } = startCommand(project.root, ['build', '--json', '--jobs', '1'], withFault({ slow: 300, path: 'blobs', operation: 'renameSync' }));
    await waitForLine(child, '"phase":"execute"');
    child.kill('SIGINT');
    await setTimeout(50);
    child.kill('SIGINT');
    expect((await ended).exit).toBe(130);
    expect(findHalfWritten(project.root)).toEqual([]);
  });
});

function waitForLine(child: ReturnType<typeof startCommand>['child'], part: string): Promise<void> {
  return new Promise((resolve) => {
    child.stdout!.on('data', (data: Buffer) => {
      if (data.toString().includes(part)) resolve();
    });
    child.on('close', () => resolve());
  });
}
