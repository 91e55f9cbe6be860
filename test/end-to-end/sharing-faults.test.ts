import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { createProject, workOf } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { misdeeds, startFaultyServer } from '../support/faulty-server.ts';
import type { FaultyServer } from '../support/faulty-server.ts';
import { findFreePort } from '../support/nginx-server.ts';
import { runCommand, startCommand } from '../support/run-command.ts';
import { actAs, identities, sharedSources } from '../support/shared-project.ts';
import type { Identity } from '../support/shared-project.ts';

async function buildOver(
  url: string,
  identity: Identity,
): Promise<{ readonly exit: number | null; readonly project: TestProject; readonly warnings: readonly Diagnostic[] }> {
  const project = createProject(sharedSources(url));
  const { exit, lines } = await runCommand(project.root, ['build', '--json'], { env: { ...identity } });
  const warnings = lines.flatMap((line) => (line['type'] === 'diagnostic' ? [line['diagnostic'] as Diagnostic] : []));
  return { exit, project, warnings };
}

const down: readonly string[] = ['REMOTE_UNREACHABLE'];

/** What is told of each, and once. */
const told: { readonly [name in keyof typeof misdeeds]: readonly string[] } = {
  'never answers': down,
  'begins an answer and stops': down,
  'cuts the answer off': down,
  'closes the connection': down,
  'says 500': down,
  'says 403': down,
  'is full': down,
  'sends elsewhere': down,
  'talks nonsense': ['REMOTE_FORGED'],
};

interface Ending {
  readonly codes: readonly string[];
  readonly exit: number | null;
  readonly files: number;
  /** Whether it was asked no more than a few dozen times: the circuit is broken. */
  readonly isSpared: boolean;
}

async function endOver(name: keyof typeof misdeeds): Promise<readonly [string, Ending]> {
  const server = await startFaultyServer(misdeeds[name]);
  const { exit, project, warnings } = await buildOver(server.url, identities.main);
  return [name, { codes: warnings.map(({ code }) => code), exit, files: project.outputs().size, isSpared: server.requests.length < 80 }];
}

const names = Object.keys(told) as (keyof typeof misdeeds)[];

// Most of it is waiting, so that three at a time take little longer than one.
test.each([names.slice(0, 3), names.slice(3, 6), names.slice(6)])(
  'F1 F2 F7 over a store that %s, %s or %s a build ends as well as any other, and says so once',
  { timeout: 180_000 },
  async (...each) => {
    const ends = Object.fromEntries(await Promise.all(each.map(endOver)));
    expect(ends).toEqual(Object.fromEntries(each.map((name) => [name, { codes: told[name], exit: 0, files: 5, isSpared: true }])));
  },
);

test('F1 a store that is not there: the same', async () => {
  const { exit, warnings } = await buildOver(`http://127.0.0.1:${await findFreePort()}`, identities.reader);
  expect([exit, warnings.map(({ code }) => code)]).toEqual([0, down]);
});

test('what was on its way when the process was killed is sent by the next build, which makes nothing', { timeout: 120_000 }, async () => {
  const store = await startSlowStore();
  const [server, laptop] = [createProject(sharedSources(store.url)), createProject(sharedSources(store.url))];
  const killed = startCommand(server.root, ['build'], { env: { ...identities.main } });
  await vi.waitFor(() => expect(existsSync(join(server.root, 'out/manifest.json'))).toBe(true), { timeout: 60_000, interval: 10 });
  killed.child.kill('SIGKILL');
  expect(await killed.ended).toMatchObject({ signal: 'SIGKILL' });
  expect(store.requests.filter((each) => each.startsWith('PUT ')).length).toBeGreaterThan(0);
  store.goOn();
  const { exit, lines } = await runCommand(server.root, ['build', '--json'], { env: { ...identities.main } });
  expect([exit, lines.at(-1)]).toMatchObject([0, { report: { counts: { made: 0, cached: 4 } } }]);
  expect(workOf(await actAs(identities.reader, () => laptop.buildWell()))).toEqual({ ingest: 1 });
  expect(existsSync(join(server.root, '.visuals/unsent'))).toBe(false);
});

/** A store that keeps what it gets, and takes nothing before it may go on. */
async function startSlowStore(): Promise<FaultyServer & { goOn(): void }> {
  const kept = new Map<string, Buffer>();
  let isWaiting = true;
  const server = await startFaultyServer((request, response) => {
    const path = request.url ?? '';
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const isPut = request.method === 'PUT';
      if (isPut && isWaiting) return;
      if (isPut) kept.set(path, Buffer.concat(parts));
      response.writeHead(isPut ? 201 : kept.has(path) ? 200 : 404).end(request.method === 'GET' ? kept.get(path) : undefined);
    });
  });
  return { ...server, goOn: () => void (isWaiting = false) };
}
