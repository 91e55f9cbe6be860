import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import { exitCode } from '../../src/diagnostics/define.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { BuildReport } from '../../src/model/report.ts';
import { listBlobs } from '../../src/project/list-blobs.ts';
import { createLastingProject, createProject, workOf } from './create-project.ts';
import type { TestProject } from './create-project.ts';
import { runCommand } from './run-command.ts';
import type { CommandResult } from './run-command.ts';
import { identities, sharedSources } from './shared-project.ts';
import type { Identity } from './shared-project.ts';

/** Twelve cards in two sizes and two languages: enough for a store to fail in the middle. */
const assets = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => [
    `card-${index}`,
    { template: 'note', sizes: [100, 140].map((width) => ({ name: `w-${width}`, width, height: 60 + index })), copy: 'hello', alt: 'hello.alt' },
  ]),
);

/** How many pictures they are, each with bytes of its own. */
export const pictureCount = 48;

/** A clone of the project; its store is named by the environment. */
export function createClone(): TestProject {
  return createProject(sharedSources('named by the environment', { assets }));
}

/** A store's variables. */
export type StoreAddress = { readonly VISUALS_STORE_URL: string; readonly [name: string]: string };

/** How a build ended, as its report and its diagnostics say. */
export interface Ending {
  readonly exit: number | null;
  readonly codes: readonly string[];
  readonly work: ReturnType<typeof workOf>;
}

/** Builds with the real command in a clone, as somebody. */
export async function buildAs(identity: Identity, project: TestProject, store: StoreAddress): Promise<Ending> {
  const { exit, lines, stdout, stderr } = await runAs(identity, project, store, 'build');
  const found = lines.findLast(({ type }) => type === 'report');
  if (found === undefined || exit === exitCode.internal) throw new Error(`the build ended with ${exit}:\n${stdout}${stderr}`);
  const { report } = found as { readonly report: BuildReport };
  return { exit, codes: lines.flatMap((line) => (line['type'] === 'diagnostic' ? [(line['diagnostic'] as Diagnostic).code] : [])), work: workOf(report) };
}

async function runAs(identity: Identity, { root }: TestProject, store: StoreAddress, ...words: readonly string[]): Promise<CommandResult> {
  const result = await runCommand(root, [...words, '--json'], { env: { ...identity, ...store } });
  // No library of a driver talks into somebody's terminal.
  expect(result.stderr).not.toContain('Warning');
  return result;
}

/** How a build ends whose store failed: as well as any other, with one word about it. */
export const toldOnce: Partial<Ending> = { exit: 0, codes: ['REMOTE_UNREACHABLE'] };

/** The pictures of one build without any store, made once. */
export function buildAlone(): Promise<ReadonlyMap<string, string>> {
  return (alone ??= (async () => {
    const project = createLastingProject(sharedSources('named by the environment', { assets }));
    await runAs({}, project, { VISUALS_STORE_URL: '' }, 'build');
    const outputs = project.outputs();
    project.remove();
    return outputs;
  })());
}

let alone: Promise<ReadonlyMap<string, string>> | undefined;

/** A store that fails in the middle of a build. */
export interface FailingStore {
  /** How it is reached while it fails. */
  readonly address: StoreAddress;
  /** The pictures in it, by the names under which they are asked for. */
  readonly list: () => ReadonlyMap<string, Uint8Array> | Promise<ReadonlyMap<string, Uint8Array>>;
  /** Makes it well again. @returns how it is reached then */
  readonly mend: () => Promise<StoreAddress>;
}

/** CI builds over a store that fails in the middle, and sends the rest when it is well again; what half-arrived is nowhere. */
export async function writeThrough({ address, list, mend }: FailingStore): Promise<void> {
  const [whole, server] = [await buildAlone(), createClone()];
  expect(await buildAs(identities.main, server, address)).toMatchObject(toldOnce);
  expect(server.outputs()).toEqual(whole);
  expectSoundCache(server);
  const stored = countSound(await list());
  expect([stored > 0, stored < pictureCount]).toEqual([true, true]);

  const well = await mend();
  expect(await runAs(identities.main, server, well, 'cache', 'push')).toMatchObject({ exit: 0 });
  expect(countSound(await list())).toBe(pictureCount);
  const laptop = createClone();
  expect(await buildAs(identities.reader, laptop, well)).toEqual({ exit: 0, codes: [], work: {} });
  expect(laptop.outputs()).toEqual(whole);
}

function countSound(stored: ReadonlyMap<string, Uint8Array>): number {
  expect([...stored].filter(([name, bytes]) => computeDigest(bytes) !== name).map(([name]) => name)).toEqual([]);
  return stored.size;
}

/** Nothing lies in a clone's cache under a wrong name. */
export function expectSoundCache({ root }: TestProject): void {
  const { blobs, damaged } = listBlobs(join(root, '.visuals/cache/v1/blobs'));
  expect(damaged).toEqual([]);
  expect(blobs.filter(({ digest, path }) => computeDigest(readFileSync(path)) !== digest)).toEqual([]);
}

/** The pictures of a store that is a folder; what a server left behind under other names is never asked for. */
export function listStored(folder: string): ReadonlyMap<string, Uint8Array> {
  const names = readdirSync(join(folder, 'cas')).filter((name) => /^[0-9a-f]{64}$/.test(name));
  return new Map(names.map((name) => [name, readFileSync(join(folder, 'cas', name))]));
}
