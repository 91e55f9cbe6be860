import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../src/build.ts';
import { withFault } from '../support/break-disk.ts';
import { createLastingProject, createProject, repository, tinyConfig, tinySize, tinySources } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import { findBroken, findHalfWritten, findLeftovers } from '../support/inspect-state.ts';
import { runCommand, startCommand } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** Random kills a run; `VISUALS_KILLS=300` for a night. */
const kills = Number(process.env['VISUALS_KILLS'] ?? 25);

/** Twelve cells in two formats. */
const sizes = [tinySize, { name: 'tall', width: 63, height: 120 }, { name: 'square', width: 90, height: 90 }];
const twelve = tinySources({
  output: { dir: 'out', formats: ['webp', 'png'] },
  assets: { hello: { ...tinyConfig.assets.hello, sizes }, photo: { ...tinyConfig.assets.photo, sizes } },
});

const greeting = (word: string): Sources => ({
  'copy/de.json': { hello: { headline: word, alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } },
});

/** What a project looks like that nobody ever killed. */
async function buildClean(sources: Sources): Promise<ReadonlyMap<string, string>> {
  const project = createLastingProject(sources);
  await project.buildWell();
  const outputs = project.outputs();
  project.remove();
  return outputs;
}

/** Whatever a dead process left: nothing half-written under a final name, and the manifest tells the truth. */
interface Findings {
  readonly halfWritten: string[];
  readonly broken: string[];
  readonly failed: string[];
  readonly different: string[];
  readonly leftovers: string[];
}

const noFindings = (): Findings => ({ halfWritten: [], broken: [], failed: [], different: [], leftovers: [] });

async function inspectAfterDeath(project: TestProject, wanted: ReadonlyMap<string, string>, where: string, found: Findings): Promise<void> {
  found.halfWritten.push(...findHalfWritten(project.root).map((path) => `${where}: ${path}`));
  found.broken.push(...findBroken(project.root).map((path) => `${where}: ${path}`));
  const report = await build({ root: project.root, jobs: 2, wait: 5 });
  if (report.exit !== 0) found.failed.push(`${where}: ${report.diagnostics.map(({ message }) => message).join()}`);
  found.leftovers.push(...findLeftovers(project.root).map((path) => `${where}: ${path}`));
  const outputs = [...project.outputs()].filter(([path]) => !path.includes('.visuals-tmp-'));
  const names = new Set([...wanted.keys(), ...outputs.map(([path]) => path)]);
  const differing = [...names].filter((path) => new Map(outputs).get(path) !== wanted.get(path));
  found.different.push(...differing.map((path) => `${where}: ${path}`));
}

describe(`E1 kill -9 at ${kills} random moments`, () => {
  const found = noFindings();
  let landed = 0;

  beforeAll(async () => {
    const project = createLastingProject(twelve);
    const begun = performance.now();
    expect(await runCommand(project.root, ['build', '--quiet'])).toMatchObject({ exit: 0 });
    const duration = performance.now() - begun;
    for (let round = 0; round < kills; round += 1) {
      const word = round % 3 === 0 ? 'Guten Tag' : `Servus ${round}`;
      if (round % 3 === 0) for (const folder of ['out', '.visuals']) rmSync(join(project.root, folder), { recursive: true, force: true });
      project.write(greeting(word));
      const { child, ended } = startCommand(project.root, ['build', '--quiet']);
      const moment = duration * (0.15 + Math.random() * (round % 3 === 0 ? 0.9 : 0.6));
      await Promise.race([setTimeout(moment), ended]);
      child.kill('SIGKILL');
      if ((await ended).signal === 'SIGKILL') landed += 1;
      await inspectAfterDeath(project, await buildClean({ ...twelve, ...greeting(word) }), `round ${round} at ${Math.round(moment)} ms`, found);
    }
    project.remove();
  }, 120_000 + kills * 5000);

  test('most of them came before the end', () => expect(landed).toBeGreaterThan(kills / 4));
  test('nothing half-written stands under a final name', () => expect(found.halfWritten).toEqual([]));
  test('the manifest names only what is there', () => expect(found.broken).toEqual([]));
  test('the next build succeeds', () => expect(found.failed).toEqual([]));
  test('the end is that of a clean build', () => expect(found.different).toEqual([]));
  test('no temporary file and no lock is left', () => expect(found.leftovers).toEqual([]));
});

describe('E1 kill -9 at every single change on disk', () => {
  const small = tinySources({ assets: { hello: tinyConfig.assets.hello } });
  const found = { first: noFindings(), second: noFindings() };
  let deaths = 0;

  beforeAll(async () => {
    const firstWanted = await buildClean(small);
    const secondWanted = await buildClean({ ...small, ...greeting('Servus') });
    for (const [which, wanted] of [
      ['first', firstWanted],
      ['second', secondWanted],
    ] as const) {
      for (let at = 1, ended = false; !ended; at += 1) {
        const project = createLastingProject(small);
        if (which === 'second') {
          await project.buildWell();
          project.write(greeting('Servus'));
        }
        const { exit, signal } = await runCommand(project.root, ['build', '--quiet'], withFault({ at }));
        ended = signal !== 'SIGKILL';
        if (ended) expect(exit).toBe(0);
        if (!ended) deaths += 1;
        await inspectAfterDeath(project, wanted, `${which} build, change ${at}`, found[which]);
        project.remove();
      }
    }
  }, 240_000);

  test('each change was reached', () => expect(deaths).toBeGreaterThan(30));
  describe.each(['first', 'second'] as const)('of the %s build', (which) => {
    test('nothing half-written stands under a final name', () => expect(found[which].halfWritten).toEqual([]));
    test('the manifest names only what is there', () => expect(found[which].broken).toEqual([]));
    test('the next build succeeds', () => expect(found[which].failed).toEqual([]));
    test('the end is that of a clean build', () => expect(found[which].different).toEqual([]));
    test('no temporary file and no lock is left', () => expect(found[which].leftovers).toEqual([]));
  });
});

test('the kills find a write that is not atomic, planted into a copy of the command', async () => {
  const folder = createTemporaryFolder();
  const dist = join(folder, 'dist');
  cpSync(join(repository, 'dist'), dist, { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  expect(plantDirectWrite(dist)).toBe(1);
  const found: string[] = [];
  for (let at = 8; at < 40 && found.length === 0; at += 1) {
    const project = createLastingProject(tinySources({ assets: { hello: tinyConfig.assets.hello } }));
    await runCommand(project.root, ['build', '--quiet'], { ...withFault({ at }), dist });
    found.push(...findHalfWritten(project.root));
    project.remove();
  }
  expect(found).not.toEqual([]);
});

/** Lets the first bundle that has it write files under their final names; gives the number of places. */
function plantDirectWrite(dist: string): number {
  const planted = readdirSync(dist).filter((name) => name.endsWith('.js')).filter((name) => {
    const text = readFileSync(join(dist, name), 'utf8');
    const changed = text.replace(/(function writeFileAtomic\((\w+), [^)]*\) \{\s*(?:let|const) (\w+) = )[^;]+;/, '$1$2;').replace(/openSync\((\w+), ["']wx["'], (\w+)\)/g, 'openSync($1, "w", $2)');
    if (!text.includes('function writeFileAtomic(') || changed === text) return false;
    writeFileSync(join(dist, name), changed);
    return true;
  });
  return planted.length;
}

describe('E9 two builds at once', () => {
  test('both end well, and the pictures are those of one build', async () => {
    const project = createProject(twelve);
    const [one, other] = await Promise.all([runCommand(project.root, ['build', '--json']), runCommand(project.root, ['build', '--json'])]);
    expect([one.exit, other.exit]).toEqual([0, 0]);
    expect(project.outputs()).toEqual(await buildClean(twelve));
    const made = [one, other].map(({ lines }) => (lines.findLast(({ type }) => type === 'finished')?.['counts'] as { made: number }).made);
    expect(made.toSorted()).toEqual([0, 12]);
    expect(findLeftovers(project.root)).toEqual([]);
  });

  test('the second gives up after --wait, and tells who has the lock', async () => {
    const project = createProject(twelve);
    const first = startCommand(project.root, ['build', '--quiet'], withFault({ slow: 40 }));
    await waitForLock(project.root);
    const second = await runCommand(project.root, ['build', '--wait', '0', '--json']);
    expect(second.exit).toBe(5);
    expect(second.stdout).toContain('LOCKED');
    expect(second.stdout).toContain(`process ${first.child.pid}`);
    expect((await first.ended).exit).toBe(0);
    expect(project.outputs()).toEqual(await buildClean(twelve));
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
    const project = createProject(twelve);
    const { child, ended } = startCommand(project.root, ['build', '--json', '--jobs', '1'], withFault({ slow: 8 }));
    await waitForLine(child, '"type":"cell"');
    child.kill(signal);
    const result = await ended;
    expect(result).toMatchObject({ exit, signal: null });
    expect(findHalfWritten(project.root)).toEqual([]);
    expect(findLeftovers(project.root)).toEqual([]);
    const report = await project.buildWell();
    expect(report.counts.cached).toBeGreaterThan(0);
    expect(project.outputs()).toEqual(await buildClean(twelve));
  });

  test('twice ends at once', async () => {
    const project = createProject(twelve);
    const { child, ended } = startCommand(project.root, ['build', '--json', '--jobs', '1'], withFault({ slow: 300, path: 'blobs' }));
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
