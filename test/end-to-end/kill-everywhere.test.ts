import { cpSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { withFault } from '../support/break-disk.ts';
import { createLastingProject, repository, tinyConfig, tinySources } from '../support/create-project.ts';
import { buildClean, greeting, inspectAfterDeath, noFindings } from '../support/inspect-death.ts';
import { findHalfWritten } from '../support/inspect-state.ts';
import { runCommand } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

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
  }, 600_000);

  test('each change was reached', () => expect(deaths).toBeGreaterThan(100));
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
  const planted = readdirSync(dist)
    .filter((name) => name.endsWith('.js'))
    .filter((name) => {
      const text = readFileSync(join(dist, name), 'utf8');
      const changed = text
        .replace(/(function writeFileAtomic\((\w+), [^)]*\) \{\s*(?:let|const) (\w+) = )[^;]+;/, '$1$2;')
        .replace(/openSync\((\w+), ["']wx["'], (\w+)\)/g, 'openSync($1, "w", $2)');
      if (!text.includes('function writeFileAtomic(') || changed === text) return false;
      writeFileSync(join(dist, name), changed);
      return true;
    });
  return planted.length;
}
