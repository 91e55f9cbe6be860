import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CheckReport } from '../../src/model/report.ts';
import { repository } from '../support/create-project.ts';
import { runCommand } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** What the branch `faults` of examples/guardrails gets: code, what it is about, where it points, and what its fix speaks of. */
const expected: readonly (readonly [code: string, about: string | undefined, place: string | undefined, fix: RegExp])[] = [
  ['PAID_BLOB_CORRUPT', undefined, 'visuals.vault/dd/dd9f871a', /Restore visuals\.vault/],
  ['GLYPH_MISSING', 'names', 'copy/en.json', /Add a font/],
  ['TEXT_OVERFLOW', 'launch', 'copy/en.json', /Shorten it from 57 to about \d\d characters/],
  ['DRAFT_PUBLISHED', undefined, undefined, /visuals build --spend/],
  ['UNAPPROVED', 'press', 'visuals.config.ts', /visuals approve press/],
  ['CHECK_EXPIRY', 'portrait', 'visuals.config.ts', /Renew it/],
  ['CHECK_CONTRAST', 'evening', 'copy/en.json', /Choose a token for the text/],
  ['CHECK_BRAND_COLOR', 'offer', 'copy/en.json', /var\(--color-accent\)/],
  ['CHECK_WANTED_TEXT', 'sign', 'visuals.config.ts', /Give a picture that does/],
  ['CHECK_UNWANTED_TEXT', 'window', 'visuals.config.ts', /Give a picture without it/],
];

test('ten planted faults: the clean branch passes, the other fails with ten findings that name their fix', async () => {
  const root = join(createTemporaryFolder(), 'demo');
  const prepared = spawnSync(process.execPath, [join(repository, 'examples/guardrails/demo.mjs'), root, '--prepare'], { encoding: 'utf8' });
  expect(prepared.stderr).toBe('');
  const check = async (): Promise<CheckReport & { readonly exit: number }> => JSON.parse((await runCommand(root, ['check', '--json'])).stdout) as CheckReport;
  const clean = await check();
  expect(clean).toMatchObject({ exit: 0, cells: 10, diagnostics: [], remembered: 0 });
  expect(clean.looked).toBeGreaterThan(20);
  expect(await check()).toMatchObject({ exit: 0, looked: 0, remembered: clean.looked });

  expect(spawnSync('git', ['checkout', '--quiet', 'faults'], { cwd: root }).status).toBe(0);
  const faulty = await check();
  expect(faulty.exit).toBe(6);
  expect(faulty.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(expected.map(([code]) => `error ${code}`));
  for (const [at, [code, about, place, fix]] of expected.entries()) {
    const found = faulty.diagnostics[at]!;
    expect(found.asset ?? found.cell?.split('/')[0], code).toBe(about);
    if (place !== undefined) expect(found.place?.file, code).toContain(place);
    expect(found.fix, code).toMatch(fix);
  }
  expect(spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' }).stdout).toBe('');
}, 120_000);
