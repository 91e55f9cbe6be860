import { writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { expect, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { createCertificate } from '../support/create-certificates.ts';
import { createProject, tinySources } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { ensureProgram } from '../support/debian-packages.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { createFakeIo } from './fake-io.ts';

async function run({ root }: TestProject, ...words: readonly string[]) {
  const io = createFakeIo({ cwd: root, env: { NO_COLOR: '1' } });
  return { exit: await runCommandLine(words, io), ...io.written };
}

test('visuals provenance tells all that is known of a published picture', async () => {
  const project = createProject();
  await project.buildWell();
  await run(project, 'approve', 'photo', '--json');
  const file = relative(project.root, project.pathOf('photo/wide.de'));
  const { exit, stdout } = await run(project, 'provenance', file);
  expect(exit).toBe(0);
  expect(stdout).toContain(`${file}  png, 120 × 63\n`);
  expect(stdout).toMatch(/says +digitalCreation\n/);
  expect(stdout).toMatch(/alt de +Ein Foto\n/);
  expect(stdout).toMatch(/signature +none \(no C2PA\)\n/);
  expect(stdout).toMatch(/here +photo\/wide\.de: the published file; /);
  expect(stdout).toMatch(/ background +art\/view\.svg\n/);
  expect(JSON.parse((await run(project, 'provenance', file, '--json')).stdout)).toMatchObject({ exit: 0, match: { cell: 'photo/wide.de', by: 'published' } });
  const { stdout: written } = await run(project, 'provenance', file, '--out', 'handover');
  const sidecar = `handover/${basename(file)}.provenance.json`;
  expect(written).toContain(`  written: ${sidecar}\n`);
  expect(project.read(sidecar)).not.toContain(project.root);
  expect(JSON.parse(project.read(sidecar))).toMatchObject({
    file: basename(file),
    xmp: { source: 'digitalCreation' },
    match: { cell: 'photo/wide.de', picture: { provenance: { aiShare: 0 } } },
  });
  expect(await run(project, 'provenance', 'nowhere.png')).toMatchObject({ stdout: '', stderr: expect.stringContaining('REF_MISSING') as string });
  expect((await run(project, 'provenance')).exit).toBe(2);
});

test('a picture from elsewhere, in a folder without a project', async () => {
  const project = createProject({});
  writeFileSync(join(project.root, 'sent.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"/>');
  const { exit, stdout } = await run(project, 'provenance', 'sent.svg');
  expect([exit, stdout]).toEqual([0, expect.stringContaining('no picture of this project') as string]);
});

test.skipIf(!ensureProgram('openssl'))('a signature that holds is said with its signer', async () => {
  const { chain, key } = createCertificate(createTemporaryFolder(), 'Test Press');
  vi.stubEnv('TEST_SIGNING_KEY', key);
  const project = createProject({
    ...tinySources({ provenance: { sign: { certificate: 'chain.pem', key: { env: 'TEST_SIGNING_KEY' } } } }),
    'chain.pem': chain,
  });
  await project.buildWell();
  const { exit, stdout } = await run(project, 'provenance', project.pathOf('hello/wide.en'));
  expect(exit).toBe(0);
  expect(stdout).toMatch(/signature +holds: unchanged since Test Press signed it \(visuals\)/);
});

test('visuals upgrade says that nothing changed, and takes a tolerance in per cent', async () => {
  const project = createProject();
  await project.buildWell();
  const { exit, stdout } = await run(project, 'upgrade', '--tolerance', '0.1');
  expect([exit, stdout]).toEqual([0, expect.stringMatching(/^✓ takumi .*: 4 identical, 0 within the tolerance, 0 different\n$/) as string]);
  expect(JSON.parse((await run(project, 'upgrade', '--tolerance', '0.1', '--json')).stdout)).toMatchObject({ tolerance: 0.001, carried: 0 });
  expect((await run(project, 'upgrade', '--tolerance', '101')).exit).toBe(2);
});
