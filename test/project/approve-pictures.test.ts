import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { approvePictures } from '../../src/approve-pictures.ts';
import { checkProject } from '../../src/check-project.ts';
import { formatLock, parseLock } from '../../src/lock/lock-file.ts';
import { resolveLock } from '../../src/resolve-lock.ts';
import { createGitProject } from '../support/git-project.ts';
import { runCommand } from '../support/run-command.ts';
import { createProject, tinySources, type TestProject } from '../support/create-project.ts';

const by = 'Ada Lovelace <ada@example.com>';
const codesOf = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }): readonly string[] => diagnostics.map(({ code }) => code);

async function reviewed(): Promise<TestProject> {
  const project = createProject(tinySources({ review: 'required' }));
  await project.buildWell();
  return project;
}

test('are written by the command that is shipped, whichever of its files a build and an approval run in', async () => {
  const project = await reviewed();
  const { root } = project;
  project.write({ '.gitconfig': '[user]\n  name = Ada\n' });
  await runCommand(root, ['build']);
  const { exit, stdout } = await runCommand(root, ['approve', 'hello']);
  expect([exit, stdout]).toEqual([0, expect.stringContaining('2 pictures approved')]);
  const again = await runCommand(root, ['build']);
  expect(again.stdout + again.stderr).toContain('Nothing changed');
});

describe('approvals', () => {
  test('hold as long as the pixels do', async () => {
    const project = await reviewed();
    const { root } = project;
    expect(codesOf(await checkProject({ root }))).toContain('UNAPPROVED');
    const said = await approvePictures({ root, pictures: ['*'], by, comment: 'as agreed' });
    expect(said).toMatchObject({ exit: 0, written: said.pictures.length });
    expect(said.pictures.every(({ state }) => state === 'approved')).toBe(true);
    expect(codesOf(await checkProject({ root }))).toEqual([]);
    // Encoding anew keeps them.
    project.write(tinySources({ review: 'required', output: { dir: 'out', formats: ['webp'] } }));
    await project.buildWell();
    expect(codesOf(await checkProject({ root }))).toEqual([]);
  });

  test('end with a changed letter, and only where it shows', async () => {
    const project = await reviewed();
    const { root } = project;
    await approvePictures({ root, pictures: ['*'], by });
    project.write({ 'copy/en.json': project.read('copy/en.json').replace('Hello', 'Another') });
    await project.buildWell();
    const { pictures } = await approvePictures({ root });
    expect(pictures.filter(({ state }) => state === 'changed').map(({ cell }) => cell)).toEqual(['hello/wide.en']);
    expect(codesOf(await checkProject({ root }))).toContain('UNAPPROVED');
  });

  test('leave nothing to build', async () => {
    const project = await reviewed();
    await approvePictures({ root: project.root, pictures: ['*'], by });
    const again = await project.buildWell();
    expect(again.counts).toMatchObject({ made: 0, cached: 0 });
  });

  test('a rejection holds against approvals until it is taken back', async () => {
    const { root } = await reviewed();
    await approvePictures({ root, pictures: ['*'], by });
    const [first] = (await approvePictures({ root })).pictures;
    const cell = first!.cell;
    await approvePictures({ root, pictures: [cell], by: 'Bo', verdict: 'rejected', comment: 'the logo is too small' });
    const rejected = await approvePictures({ root });
    expect(rejected.pictures.filter(({ state }) => state === 'rejected').map((each) => each.cell)).toEqual([cell]);
    await approvePictures({ root, pictures: [cell], by: 'Bo' });
    expect((await approvePictures({ root })).pictures.every(({ state }) => state === 'approved')).toBe(true);
  });

  test('are refused for what was not looked at', async () => {
    const project = await reviewed();
    const { root } = project;
    const [first] = (await approvePictures({ root })).pictures;
    const lockBefore = await approvePictures({ root, pictures: ['*'], by, seen: new Map([[first!.cell, 'f'.repeat(64) as never]]) });
    expect(codesOf(lockBefore)).toEqual(['REVIEW_STALE']);
    project.write({ 'copy/en.json': project.read('copy/en.json').replace('Hello', 'Edited') });
    expect(codesOf(await approvePictures({ root, pictures: ['*'], by }))).toEqual(['REVIEW_STALE']);
    expect((await approvePictures({ root })).pictures.every(({ state }) => state === 'unreviewed')).toBe(true);
  });

  test('name what is published when a word matches nothing', async () => {
    const { root } = await reviewed();
    expect(codesOf(await approvePictures({ root, pictures: ['nothing'], by }))).toEqual(['REVIEW_EMPTY']);
  });

  test('of two branches are united, and a rejection on one of them stays', async () => {
    const { root } = await reviewed();
    const lock = join(root, 'visuals.lock.json');
    const [first] = (await approvePictures({ root })).pictures;
    await approvePictures({ root, pictures: [first!.cell], by });
    const ours = readFileSync(lock, 'utf8');
    await approvePictures({ root, pictures: [first!.cell], by, verdict: 'rejected' });
    const theirs = readFileSync(lock, 'utf8');
    for (const order of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      const lines = order.flatMap((text) => text.split('\n').filter((line) => line.startsWith('{"') && !line.startsWith('{"version"')));
      writeFileSync(lock, `{"version":1,"entries":[\n${lines.toSorted().join('\n')}\nnull]}\n`);
      expect(formatLock(parseLock(readFileSync(lock, 'utf8')))).toContain('"rejected"');
      expect((await approvePictures({ root })).pictures[0]?.state).toBe('rejected');
    }
  });

  test('outlive a squash and a rebase over another’s approvals: they are about pixels, not about commits', async () => {
    const project = createGitProject({ ...tinySources({ review: 'required' }), '.gitignore': 'node_modules\n.visuals\nout\n' });
    const { root } = project;
    const git = (...words: readonly string[]): string => project.git(...words);
    const approveOn = async (branch: string, picture: string, person: string): Promise<void> => {
      git('checkout', '--quiet', '-B', branch, 'main');
      await project.buildWell();
      expect((await approvePictures({ root, pictures: [picture], by: person })).exit).toBe(0);
      project.commit();
    };
    await approveOn('ada', 'hello', by);
    await approveOn('bo', 'photo', 'Bo <bo@example.com>');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--squash', 'ada');
    project.commit();
    git('checkout', '--quiet', 'bo');
    // Lines that two people wrote at the same place are a conflict of git's; both are kept.
    const isClean = spawnSync('git', ['rebase', '--quiet', 'main'], { cwd: root }).status === 0;
    if (!isClean) {
      expect((await resolveLock({ root })).exit).toBe(0);
      git('add', '--all');
      git('-c', 'core.editor=true', 'rebase', '--continue');
    }
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--ff-only', 'bo');
    git('branch', '--quiet', '-D', 'ada', 'bo');
    await project.buildWell();
    const { pictures } = await approvePictures({ root });
    expect(pictures.map(({ cell, state }) => `${cell} ${state}`)).toEqual([
      'hello/wide.en approved',
      'hello/wide.de approved',
      'photo/wide.en approved',
      'photo/wide.de approved',
    ]);
    expect(codesOf(await checkProject({ root }))).toEqual([]);
    expect(project.read('visuals.lock.json')).toMatch(/Ada Lovelace.*Bo <bo@example\.com>/s);
  });
});
