import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { createLastingProject } from '../support/create-project.ts';
import { buildClean, greeting, inspectAfterDeath, noFindings, twelveCells } from '../support/inspect-death.ts';
import { runCommand, startCommand } from '../support/run-command.ts';

/** Random kills a run; `VISUALS_KILLS=300` for a night. */
const kills = Number(process.env['VISUALS_KILLS'] ?? 25);

describe(`E1 kill -9 at ${kills} random moments`, () => {
  const found = noFindings();
  let landed = 0;

  beforeAll(
    async () => {
      const project = createLastingProject(twelveCells);
      const begun = performance.now();
      expect(await runCommand(project.root, ['build', '--quiet'])).toMatchObject({ exit: 0 });
      const duration = performance.now() - begun;
      for (let round = 0; round < kills; round += 1) {
        const word = round % 3 === 0 ? 'Guten Tag' : `Servus ${round % 3}`;
        if (round % 3 === 0) for (const folder of ['out', '.visuals']) rmSync(join(project.root, folder), { recursive: true, force: true });
        project.write(greeting(word));
        const { child, ended } = startCommand(project.root, ['build', '--quiet']);
        const moment = duration * (0.15 + Math.random() * (round % 3 === 0 ? 0.9 : 0.6));
        await Promise.race([setTimeout(moment), ended]);
        child.kill('SIGKILL');
        if ((await ended).signal === 'SIGKILL') landed += 1;
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
