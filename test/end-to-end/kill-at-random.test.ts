import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { createLastingProject } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { buildClean, greeting, inspectAfterDeath, noFindings, twelveCells } from '../support/inspect-death.ts';
import { runCommand, startCommand } from '../support/run-command.ts';

/** Milliseconds that a build takes. */
async function timeBuild({ root }: TestProject): Promise<number> {
  const begun = performance.now();
  expect(await runCommand(root, ['build', '--quiet'])).toMatchObject({ exit: 0 });
  return performance.now() - begun;
}

/** Kills a build after so many milliseconds, unless it has ended by then. */
async function killBuild({ root }: TestProject, moment: number): Promise<{ readonly isKilled: boolean; readonly time: number }> {
  const begun = performance.now();
  const { child, ended } = startCommand(root, ['build', '--quiet']);
  await Promise.race([setTimeout(moment), ended]);
  child.kill('SIGKILL');
  return { isKilled: (await ended).signal === 'SIGKILL', time: performance.now() - begun };
}

/** Random kills a run; `VISUALS_KILLS=300` for a night. */
const kills = Number(process.env['VISUALS_KILLS'] ?? 25);

describe(`E1 kill -9 at ${kills} random moments`, () => {
  const found = noFindings();
  let landed = 0;

  beforeAll(
    async () => {
      const project = createLastingProject(twelveCells);
      const build = await timeBuild(project);
      const estimates = { whole: build, part: build };
      for (let round = 0; round < kills; round += 1) {
        const kind = round % 3 === 0 ? 'whole' : 'part';
        const word = kind === 'whole' ? 'Guten Tag' : `Servus ${round % 3}`;
        if (kind === 'whole') for (const folder of ['out', '.visuals']) rmSync(join(project.root, folder), { recursive: true, force: true });
        project.write(greeting(word));
        const moment = estimates[kind] * (0.15 + Math.random() * 0.85);
        const { isKilled, time } = await killBuild(project, moment);
        // A machine may be busier than it was when the estimate was made, or less: a kill that came too late tells how long a build takes now.
        estimates[kind] = isKilled ? estimates[kind] * 1.05 : time;
        if (isKilled) landed += 1;
        await inspectAfterDeath(project, await buildClean({ ...twelveCells, ...greeting(word) }), `round ${round} at ${Math.round(moment)} ms`, found);
      }
      project.remove();
    },
    120_000 + kills * 5000,
  );

  test('most of them came before the end', () => expect(landed).toBeGreaterThan(kills / 4));
  test('nothing half-written stands under a final name', () => expect(found.halfWritten).toEqual([]));
  test('the manifest names only what is there', () => expect(found.broken).toEqual([]));
  test('the next build succeeds', () => expect(found.failed).toEqual([]));
  test('the end is that of a clean build', () => expect(found.different).toEqual([]));
  test('no temporary file and no lock is left', () => expect(found.leftovers).toEqual([]));
});
