import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { inspectCache } from '../../src/inspect-cache.ts';
import { pullVault } from '../../src/pull-vault.ts';
import { pushCache } from '../../src/push-cache.ts';
import { pushVault } from '../../src/push-vault.ts';
import { listBlobs } from '../../src/project/list-blobs.ts';
import { verifyVault } from '../../src/verify-vault.ts';
import { createProject, readFolder, workOf } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { cloneProject, codesOf, createPaidProject, listVault } from '../support/paid-project.ts';
import type { PaidProject } from '../support/paid-project.ts';
import { startFaultyServer } from '../support/faulty-server.ts';
import { actAs, identities, sharedSources, teamKeys } from '../support/shared-project.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** A project that bought a picture and may write, and its store. */
async function buyOnce(writes = true): Promise<{ readonly project: PaidProject; readonly folder: string }> {
  const folder = createTemporaryFolder();
  const project = await createPaidProject({ config: { store: { url: folder, trusted: { main: teamKeys.main.publicText } } } });
  await actAs(writes ? identities.main : identities.reader, () => project.buildWell({ spend: 1 }));
  return { project, folder };
}

/** A clone whose vault was not committed. */
function cloneWithoutVault(project: PaidProject): TestProject {
  const clone = cloneProject(project);
  rmSync(join(clone.root, 'visuals.vault'), { recursive: true });
  return clone;
}

function spoil(path: string): void {
  chmodSync(path, 0o644);
  writeFileSync(path, 'something else');
}

describe('the vault in the store', () => {
  test('what is bought goes there too, and a clone without it fetches what it needs', async () => {
    const { project, folder } = await buyOnce();
    const clone = cloneWithoutVault(project);
    // Only the vault: the rendered results are gone, so that the picture itself is needed.
    rmSync(join(folder, 'ac'), { recursive: true });
    expect(await clone.buildWell()).toMatchObject({ spent: 0, art: { bought: 0, drafts: 0 } });
    expect(clone.outputs()).toEqual(project.outputs());
    expect(listVault(clone)).toEqual(listVault(project));
    expect(project.server.counters.paidPosts).toBe(1);
  });

  test('what an earlier build could not send goes there with the next one, bought pictures as well', async () => {
    const { project, folder } = await buyOnce(false);
    expect(readFolder(folder).size).toBe(0);
    project.write({
      '.visuals/unsent': '',
      'copy/de.json': { hello: { headline: 'Servus', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } },
    });
    await actAs(identities.main, () => project.buildWell());
    const clone = cloneWithoutVault(project);
    expect(await pullVault({ root: clone.root })).toMatchObject({ exit: 0, pictures: 1, fetched: 1 });
    expect(workOf(await actAs(identities.reader, () => clone.buildWell()))).toEqual({});
  });

  test('push sends what the lock names, once; pull brings it', async () => {
    const { project, folder } = await buyOnce(false);
    expect(readFolder(folder).size).toBe(0);
    expect(await actAs(identities.reader, () => pushVault({ root: project.root }))).toMatchObject({ exit: 2, diagnostics: [{ code: 'STORE_READONLY' }] });
    expect(await actAs(identities.main, () => pushVault({ root: project.root }))).toMatchObject({ exit: 0, pictures: 1, sent: 1, known: 0 });
    expect(await actAs(identities.main, () => pushVault({ root: project.root }))).toMatchObject({ exit: 0, sent: 0, known: 1 });
    const clone = cloneWithoutVault(project);
    expect(await pullVault({ root: clone.root })).toMatchObject({ exit: 0, pictures: 1, fetched: 1 });
    expect(listVault(clone)).toEqual(listVault(project));
    expect(await verifyVault({ root: clone.root })).toMatchObject({ exit: 0, missing: [], damaged: [] });
  });

  test('push reads back what it says is there, and replaces what is damaged there', async () => {
    const { project, folder } = await buyOnce();
    for (const name of readdirSync(join(folder, 'cas'))) spoil(join(folder, 'cas', name));
    const report = await actAs(identities.main, () => pushVault({ root: project.root }));
    expect(report).toMatchObject({ exit: 0, sent: 1, known: 0, diagnostics: [{ code: 'REMOTE_CORRUPT' }] });
    expect(await pullVault({ root: cloneWithoutVault(project).root })).toMatchObject({ exit: 0, fetched: 1 });
  });

  test('a store that takes pictures and keeps none of them is found out', async () => {
    const { project } = await buyOnce();
    const server = await startFaultyServer(
      (request, response) => void request.resume().on('end', () => response.writeHead(request.method === 'PUT' ? 201 : 404).end()),
    );
    const report = await actAs({ ...identities.main, VISUALS_STORE_URL: server.url }, () => pushVault({ root: project.root }));
    expect(report).toMatchObject({
      exit: 6,
      sent: 0,
      known: 0,
      diagnostics: [{ code: 'REMOTE_FAILED', message: expect.stringContaining('does not come back') as string }],
    });
  });

  test('other bytes under a picture’s name are not taken, and nothing is bought in their place', async () => {
    const { project, folder } = await buyOnce();
    rmSync(join(folder, 'ac'), { recursive: true });
    for (const name of readdirSync(join(folder, 'cas'))) spoil(join(folder, 'cas', name));
    const clone = cloneWithoutVault(project);
    expect(await pullVault({ root: clone.root })).toMatchObject({ exit: 6, fetched: 0, diagnostics: [{ code: 'PAID_BLOB_CORRUPT' }] });
    const report = await clone.build();
    expect(codesOf(report)).toContain('PAID_BLOB_CORRUPT');
    expect(listVault(clone)).toEqual([]);
    expect(project.server.counters.paidPosts).toBe(1);
  });

  test('E5 a damaged and a missing picture come back by `vault verify --repair`', async () => {
    const { project } = await buyOnce();
    const [picture] = listVault(project);
    spoil(join(project.root, 'visuals.vault', picture!));
    expect(await verifyVault({ root: project.root, repair: true })).toMatchObject({ exit: 0, damaged: [], repaired: 1 });
    rmSync(join(project.root, 'visuals.vault', picture!));
    expect(await verifyVault({ root: project.root })).toMatchObject({ repaired: 0, missing: [expect.any(String)] });
    expect(await verifyVault({ root: project.root, repair: true })).toMatchObject({ exit: 0, missing: [], repaired: 1 });
  });

  test('a store that is down fails the command, and says so', async () => {
    const { project, folder } = await buyOnce();
    rmSync(folder, { recursive: true });
    const clone = cloneWithoutVault(project);
    expect(await pullVault({ root: clone.root })).toMatchObject({ exit: 6, diagnostics: [{ code: 'REMOTE_FAILED' }] });
    vi.stubEnv('VISUALS_STORE_URL', '');
    expect(await pullVault({ root: clone.root })).toMatchObject({ exit: 2, diagnostics: [{ code: 'STORE_MISSING' }] });
  });
});

describe('the cache in the store', () => {
  test('push sends what was made before there was a store, and a clone starts from it', async () => {
    const folder = createTemporaryFolder();
    const project = createProject(sharedSources(folder));
    await actAs({ VISUALS_STORE_URL: '' }, () => project.buildWell());
    expect(readFolder(folder).size).toBe(0);
    const first = await actAs(identities.main, () => pushCache({ root: project.root }));
    expect(first).toMatchObject({ exit: 0, known: 0, sent: first.results });
    expect(await actAs(identities.main, () => pushCache({ root: project.root }))).toMatchObject({ exit: 0, sent: 0, known: first.results });
    const clone = createProject(sharedSources(folder));
    expect(workOf(await clone.buildWell())).toEqual({ ingest: 1 });
  });

  test('push replaces entries that somebody spoilt', async () => {
    const folder = createTemporaryFolder();
    const project = createProject(sharedSources(folder));
    await actAs(identities.main, () => project.buildWell());
    const entries = join(folder, 'ac/main', readdirSync(join(folder, 'ac/main'))[0]!);
    for (const name of readdirSync(entries)) spoil(join(entries, name));
    const { exit, sent, known } = await actAs(identities.main, () => pushCache({ root: project.root }));
    expect([exit, known]).toEqual([0, 0]);
    expect(sent).toBeGreaterThan(0);
    const report = await createProject(sharedSources(folder)).buildWell();
    expect([workOf(report), report.diagnostics]).toEqual([{ ingest: 1 }, []]);
  });

  test('E5 damaged files come back by `cache verify --repair`', async () => {
    const folder = createTemporaryFolder();
    const project = createProject(sharedSources(folder));
    await actAs(identities.main, () => project.buildWell());
    const names = new Set(readdirSync(join(folder, 'cas')));
    const shared = listBlobs(join(project.root, '.visuals/cache/v1/blobs')).blobs.find(({ digest }) => names.has(digest))!;
    const before = readFileSync(shared.path);
    spoil(shared.path);
    expect(await inspectCache({ root: project.root, verify: true, repair: true })).toMatchObject({ damaged: 0, repaired: 1 });
    expect(readFileSync(shared.path)).toEqual(before);
  });
});
