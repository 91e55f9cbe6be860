import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import type { BuildReport } from '../../src/model/report.ts';
import { snapshotName } from '../../src/sharing/result-snapshot.ts';
import { readPublicKey } from '../../src/sharing/signing-key.ts';
import { createProject, readFolder, workOf } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { listStanding } from '../support/list-standing.ts';
import { actAs, identities, sharedSources, teamKeys } from '../support/shared-project.ts';
import type { Identity } from '../support/shared-project.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

function clone(folder: string): TestProject {
  return createProject(sharedSources(folder));
}

function buildAs(identity: Identity, project: TestProject): Promise<BuildReport> {
  return actAs(identity, () => project.buildWell());
}

function codesOf({ diagnostics }: BuildReport): readonly string[] {
  return diagnostics.map(({ code }) => code);
}

function translate(headline: string): JsonObject {
  return { hello: { headline, alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } };
}

const keyId = { main: readPublicKey(teamKeys.main.publicText)!.id, pull: readPublicKey(teamKeys.pull.publicText)!.id };

describe('a team with one store', () => {
  test('a laptop starts from what CI made: nothing is drawn, the bytes are the same', async () => {
    const folder = createTemporaryFolder();
    const [server, laptop] = [clone(folder), clone(folder)];
    expect(workOf(await buildAs(identities.main, server))).toMatchObject({ compose: 4, encode: 4 });
    const report = await buildAs(identities.reader, laptop);
    expect(workOf(report)).toEqual({ ingest: 1 });
    expect(codesOf(report)).toEqual([]);
    expect(laptop.outputs()).toEqual(server.outputs());
  });

  test('without the snapshot every result is found by itself', async () => {
    const folder = createTemporaryFolder();
    const [server, laptop] = [clone(folder), clone(folder)];
    await buildAs(identities.main, server);
    rmSync(join(folder, 'ac/main', keyId.main, snapshotName));
    expect(workOf(await buildAs(identities.reader, laptop))).toEqual({ ingest: 1 });
    expect(laptop.outputs()).toEqual(server.outputs());
  });

  test('the snapshot alone is enough, also after a build that changed one asset only', async () => {
    const folder = createTemporaryFolder();
    const [server, laptop] = [clone(folder), clone(folder)];
    await buildAs(identities.main, server);
    const style = server.read('templates/photo/template.css').replace('--color-frame', '--color-ink');
    for (const project of [server, laptop]) project.write({ 'templates/photo/template.css': style });
    expect(workOf(await buildAs(identities.main, server))).toMatchObject({ compose: 2, encode: 2 });
    const signed = join(folder, 'ac/main', keyId.main);
    for (const name of readdirSync(signed)) if (name !== snapshotName) rmSync(join(signed, name));
    expect(workOf(await buildAs(identities.reader, laptop))).toEqual({ ingest: 1 });
    expect(laptop.outputs()).toEqual(server.outputs());
  });

  test('who sends results leaves standing what nothing touched, and the snapshot alone is enough all the same', async () => {
    const folder = createTemporaryFolder();
    const [server, laptop] = [clone(folder), clone(folder)];
    await buildAs(identities.reader, server);
    const standing = (): Promise<readonly string[]> => actAs(identities.main, () => listStanding(server));
    // What was built without being sent is looked at by whoever sends.
    expect(await standing()).toEqual([]);
    rmSync(join(server.root, '.visuals'), { recursive: true });
    await buildAs(identities.main, server);
    for (const project of [server, laptop]) project.write({ 'copy/de.json': translate('Servus') });
    expect(await standing()).toEqual(['photo']);
    writeFileSync(join(server.root, '.visuals/unsent'), '');
    expect(await standing()).toEqual([]);
    rmSync(join(server.root, '.visuals/unsent'));
    expect(workOf(await buildAs(identities.main, server))).toEqual({ compose: 1, encode: 1 });
    const signed = join(folder, 'ac/main', keyId.main);
    for (const name of readdirSync(signed)) if (name !== snapshotName) rmSync(join(signed, name));
    expect(workOf(await buildAs(identities.reader, laptop))).toEqual({ ingest: 1 });
    expect(laptop.outputs()).toEqual(server.outputs());
  });

  test('what could not be sent is sent by the next build that makes something', async () => {
    const folder = createTemporaryFolder();
    const [server, laptop] = [clone(folder), clone(folder)];
    rmSync(folder, { recursive: true });
    expect(codesOf(await buildAs(identities.main, server))).toEqual(['REMOTE_UNREACHABLE']);
    mkdirSync(folder);
    const style = server.read('templates/photo/template.css').replace('--color-frame', '--color-ink');
    for (const project of [server, laptop]) project.write({ 'templates/photo/template.css': style });
    expect(codesOf(await buildAs(identities.main, server))).toEqual([]);
    expect(readdirSync(join(folder, 'cas'))).toHaveLength(4);
    expect(workOf(await buildAs(identities.reader, laptop))).toEqual({ ingest: 1 });
    expect(existsSync(join(server.root, '.visuals/unsent'))).toBe(false);
  });

  test('without a key nothing is written', async () => {
    const folder = createTemporaryFolder();
    await buildAs(identities.reader, clone(folder));
    expect([...readFolder(folder).keys()]).toEqual([]);
  });

  test('what is all here asks nobody: the store may be gone', async () => {
    const folder = createTemporaryFolder();
    const project = clone(folder);
    await buildAs(identities.main, project);
    rmSync(folder, { recursive: true });
    rmSync(join(project.root, '.visuals/snapshot.json'));
    rmSync(join(project.root, 'out'), { recursive: true });
    expect(codesOf(await buildAs(identities.main, project))).toEqual([]);
  });
});

describe('a pull request', () => {
  test('reads what the protected branch made, and writes under its own name alone', async () => {
    const folder = createTemporaryFolder();
    await buildAs(identities.main, clone(folder));
    const before = readFolder(join(folder, 'ac/main'));
    const pull = clone(folder);
    pull.write({ 'copy/de.json': { hello: { headline: 'Hallo', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } } });
    expect(workOf(await buildAs(identities.pull, pull))).toEqual({ ingest: 1, compose: 1, encode: 1 });
    expect(readFolder(join(folder, 'ac/main'))).toEqual(before);
    expect(readdirSync(join(folder, 'ac')).toSorted()).toEqual(['main', 'pr-12']);

    const next = clone(folder);
    next.write({ 'copy/de.json': pull.read('copy/de.json') });
    expect(workOf(await buildAs(identities.pull, next))).toEqual({ ingest: 1 });
  });

  test('of a fork can not poison: whatever it writes into the store, the protected branch makes its own', async () => {
    const folder = createTemporaryFolder();
    const honest = clone(createTemporaryFolder());
    await buildAs(identities.main, honest);

    // The fork has the key of pull requests, and a server that lets it write anywhere.
    const fork = clone(folder);
    await buildAs(identities.pull, fork);
    const forged = join(folder, 'ac/pr-12', keyId.pull);
    cpSync(forged, join(folder, 'ac/main', keyId.pull), { recursive: true });
    cpSync(forged, join(folder, 'ac/main', keyId.main), { recursive: true });
    expect(codesOf(await buildAs({ ...identities.pull, VISUALS_STORE_NAMESPACE: 'main' }, clone(folder)))).toContain('STORE_KEY_UNTRUSTED');
    for (const name of readdirSync(join(folder, 'cas')))
      writeFileSync(join(folder, 'cas', name), readFileSync(join(folder, 'cas', readdirSync(join(folder, 'cas'))[0]!)));

    const main = clone(folder);
    const report = await buildAs(identities.main, main);
    expect(workOf(report)).toMatchObject({ compose: 4, encode: 4 });
    expect(codesOf(report)).toContain('REMOTE_FORGED');
    expect(main.outputs()).toEqual(honest.outputs());

    // What the protected branch wrote now is right again, also where there were wrong bytes.
    const reader = clone(folder);
    expect(workOf(await buildAs(identities.reader, reader))).toEqual({ ingest: 1 });
    expect(reader.outputs()).toEqual(honest.outputs());
  });
});
