import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createInputFiles } from '../../src/store/input-files.ts';
import { readStamp } from '../../src/store/file-stamp.ts';
import { flattenDependencies, isFresh, knownFiles, readSnapshot, snapshotSchema, writeSnapshot } from '../../src/store/snapshot.ts';
import { hasSameEnvironment, sealEnvironment } from '../../src/store/seal-environment.ts';
import type { Request } from '../../src/store/snapshot.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

interface Built {
  readonly root: string;
  readonly path: string;
  readonly request: Request;
}

/** A project with one input, one listed folder, one path that is absent and one output, and the snapshot of its build. */
async function createBuilt(): Promise<Built> {
  const root = createTemporaryFolder();
  mkdirSync(join(root, 'fonts'));
  for (const file of ['config.ts', 'fonts/a.ttf', 'out.png']) {
    writeFileSync(join(root, file), file);
    utimesSync(join(root, file), 1_700_000_000, 1_700_000_000);
  }
  // A file that was written a moment before it was read can't be told from one that is written again in the same tick.
  await new Promise((resolve) => setTimeout(resolve, 30));
  const files = createInputFiles({ root, shipped: root });
  await files.read('config.ts');
  await files.list(['fonts/*.ttf']);
  files.exists('templates/quote');
  const path = join(root, 'snapshot.json');
  writeSnapshot(path, {
    schema: snapshotSchema,
    request: 'all',
    tool: '1',
    environment: sealEnvironment(['BRAND'], { BRAND: 'acme' }),
    counts: { fresh: 1, cached: 0, made: 0, failed: 0 },
    manifest: 'manifest.json',
    ...flattenDependencies(files.dependencies()),
    outputs: ['out.png', readStamp(join(root, 'out.png'))!],
  });
  return { root, path, request: { root, shipped: root, request: 'all', tool: '1' } };
}

const fresh = ({ path, request }: Built): boolean => isFresh(readSnapshot(path)!, request);

describe('snapshot', () => {
  test('is fresh while nothing moved', async () => {
    expect(fresh(await createBuilt())).toBe(true);
  });

  test.each<[string, (root: string) => void]>([
    ['an edited input of the same size', (root) => writeFileSync(join(root, 'config.ts'), 'config.js')],
    ['an input whose clock was set back', (root) => utimesSync(join(root, 'config.ts'), 1, 1)],
    ['an input from the year 2038', (root) => utimesSync(join(root, 'config.ts'), 2 ** 31, 2 ** 31)],
    ['a new file in a listed folder', (root) => writeFileSync(join(root, 'fonts/b.ttf'), '')],
    ['a file that was absent', (root) => mkdirSync(join(root, 'templates/quote'), { recursive: true })],
    ['an edited output', (root) => writeFileSync(join(root, 'out.png'), 'edited!')],
  ])('is not fresh after %s', async (_name, change) => {
    const built = await createBuilt();
    change(built.root);
    expect(fresh(built)).toBe(false);
  });

  test('answers only the same request and tool', async () => {
    const built = await createBuilt();
    const differs = (part: Partial<Request>): boolean => isFresh(readSnapshot(built.path)!, { ...built.request, ...part });
    expect([differs({ request: 'some' }), differs({ tool: '2' })]).toEqual([false, false]);
  });

  test('notices a change of what the config read of the environment, and of nothing else there', async () => {
    const { environment } = readSnapshot((await createBuilt()).path)!;
    expect(hasSameEnvironment(environment, { BRAND: 'acme', UNREAD: 'x' })).toBe(true);
    expect([hasSameEnvironment(environment, { BRAND: 'other' }), hasSameEnvironment(environment, {}), hasSameEnvironment(environment, { BRAND: '' })]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('keeps no value of the environment', async () => {
    expect(readFileSync((await createBuilt()).path, 'utf8')).not.toContain('acme');
  });

  test('a damaged or foreign one is none', async () => {
    const { path } = await createBuilt();
    const text = readFileSync(path, 'utf8');
    for (const damaged of ['', 'x', text.replace('config.ts', 'confiG.ts'), text.slice(0, -3)]) {
      writeFileSync(path, damaged);
      expect(readSnapshot(path)).toBeUndefined();
    }
    expect(knownFiles(undefined).size).toBe(0);
  });
});
