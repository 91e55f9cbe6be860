import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '../../support/create-project.ts';
import { installPackages } from '../../support/site-packages.ts';

/** The first of the newer line of versions that package.json takes. */
const newer = '7.57.0';
/** Those of the adapter's tests that go through the package. */
const overTheWire = ['create-openai-generator', 'classify-failure'].map((name) => `test/adapters/generate/openai/${name}.test.ts`);
const folder = installPackages([`openai@${newer}`], false);

describe('the openai package', () => {
  test('both lines of versions are allowed, and the older one is installed here', () => {
    const { dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> };
    expect(dependencies['openai']).toBe(`^6.49.0 || ^${newer}`);
    expect(readVersion(join(repository, 'node_modules/openai'))).toMatch(/^6\./);
  });

  test.skipIf(folder === undefined)(
    `the adapter's own tests hold with ${newer} (needs the package, from npm)`,
    () => {
      const openai = join(folder!, 'node_modules/openai');
      expect(readVersion(openai)).toBe(newer);
      const words = [join(repository, 'node_modules/vitest/vitest.mjs'), 'run', ...overTheWire, '--reporter=json'];
      const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: repository, env: { ...process.env, VISUALS_OPENAI: openai }, encoding: 'utf8' });
      const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { readonly numPassedTests: number; readonly numFailedTests: number };
      expect(report, stderr).toMatchObject({ numFailedTests: 0, success: true });
      expect(report.numPassedTests).toBeGreaterThan(60);
    },
    180_000,
  );
});

function readVersion(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string }).version;
}
