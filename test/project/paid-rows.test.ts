import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLock } from '../../src/lock/lock-file.ts';
import { repository, tinySources } from '../support/create-project.ts';
import { codesOf, createPaidProject, listVault, plate } from '../support/paid-project.ts';

test('G14 a model without a price is bought with no cap of a person’s own', async () => {
  const project = await createPaidProject({ art: { background: { ...plate, model: 'my-own-model' } }, config: { budget: { perBuild: 5 } } });
  const report = await project.build();
  expect([report.exit, codesOf(report).includes('PRICE_UNKNOWN'), report.spent, project.server.posts.length]).toEqual([3, true, 0, 0]);
});

test('G14 the lock names the snapshot of the model and the table of prices', async () => {
  const project = await createPaidProject();
  await project.buildWell({ spend: 1 });
  const [picture] = readLock(join(project.root, 'visuals.lock.json'));
  expect(picture).toMatchObject({ type: 'picture', model: expect.stringMatching(/-\d{4}-\d\d-\d\d$/), prices: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  expect(project.server.posts.map(({ model }) => model)).toEqual([picture?.type === 'picture' ? picture.model : '']);
});

test('E12 bought pictures outlive the cache, their asset and the pruning of its outputs', async () => {
  const project = await createPaidProject();
  await project.buildWell({ spend: 1 });
  const [vault, lock] = [listVault(project), project.read('visuals.lock.json')];
  rmSync(join(project.root, '.visuals'), { recursive: true });
  const config = project.read('visuals.config.ts');
  project.write(tinySources());
  await project.buildWell();
  project.write({ 'visuals.config.ts': config });
  await project.buildWell();
  expect([listVault(project), project.read('visuals.lock.json'), project.server.counters.paidPosts]).toEqual([vault, lock, 1]);
});

test('H5 manifest, lock and report name neither the folder of the machine nor its user', async () => {
  const project = await createPaidProject();
  const report = await project.buildWell({ spend: 1 });
  const texts = [project.read('out/manifest.json'), project.read('visuals.lock.json'), JSON.stringify(report)];
  for (const word of [project.root, homedir(), `/${userInfo().username}/`]) expect(texts.filter((text) => text.includes(word))).toEqual([]);
});

/** A fleet's workshop evaluates the config and buys, in its thread: it works with the worker's own environment. */
const buying = 'fleet/start-workshop.ts';

test('H3 threads are handed no environment, and so no key, but for the one that buys', () => {
  const folder = join(repository, 'src');
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('.ts'));
  const starts = files.flatMap((path) => {
    const text = readFileSync(join(folder, path), 'utf8');
    return text.includes('new Worker(') && path !== buying ? [{ path, isBare: !text.includes('env: {}') }] : [];
  });
  expect(starts.length).toBeGreaterThan(1);
  expect(starts.filter(({ isBare }) => isBare)).toEqual([]);
});

test('E4 a state folder that can not be written: free work goes on, and nothing is bought', async () => {
  const project = await createPaidProject();
  project.write({ '.visuals': 'in the way' });
  const report = await project.build({ spend: 1 });
  expect([codesOf(report).includes('CACHE_READONLY'), report.spent, project.server.posts.length]).toEqual([true, 0, 0]);
  expect(Object.keys(project.manifest().assets)).toEqual(['hello']);
  expect(report.exit).toBe(6);
});
