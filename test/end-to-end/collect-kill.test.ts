import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLock, lockName } from '../../src/lock/lock-file.ts';
import { openJournal } from '../../src/lock/journal.ts';
import type { Digest } from '../../src/model/digest.ts';
import { vaultName } from '../../src/project/open-paid-art.ts';
import { withFault } from '../support/break-disk.ts';
import { createLastingProject } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { startOpenAiServer } from '../support/openai-server/start-openai-server.ts';
import type { OpenAiServer } from '../support/openai-server/start-openai-server.ts';
import { canaryKey, createPaidSources, findCorrupt, findMissing } from '../support/paid-harness.ts';
import { recordFigure } from '../support/record-figure.ts';
import { runCommand } from '../support/run-command.ts';
import type { CommandOptions, CommandResult } from '../support/run-command.ts';

/** A usual run kills at every thirteenth change of lock, vault and journal, with another start each time; `VISUALS_KILLS=300` at every one. */
const stride = process.env['VISUALS_KILLS'] === undefined ? 13 : 1;

const prompts = ['a quiet shore', 'a lamp', 'rain on glass'];

/** A project whose batch of three pictures is done and not collected. */
let ordered: TestProject;
let server: OpenAiServer;

function build(root: string, { env, ...options }: CommandOptions = {}): Promise<CommandResult> {
  return runCommand(root, ['build', '--quiet'], { ...options, env: { OPENAI_API_KEY: canaryKey, OPENAI_BASE_URL: server.baseUrl, ...env } });
}

beforeAll(async () => {
  server = await startOpenAiServer();
  ordered = createLastingProject(createPaidSources(prompts));
  const env = { OPENAI_API_KEY: canaryKey, OPENAI_BASE_URL: server.baseUrl };
  expect((await runCommand(ordered.root, ['build', '--quiet', '--batch', '--spend', '5'], { env })).exit).toBe(0);
  const answer = (await (await fetch(`${server.baseUrl}/batches`, { headers: { authorization: `Bearer ${canaryKey}` } })).json()) as {
    readonly data: readonly { readonly id: string }[];
  };
  await server.finishBatch(answer.data[0]!.id);
}, 60_000);

afterAll(async () => {
  ordered.remove();
  await server.close();
});

function listLocked(root: string): readonly Digest[] {
  return readLock(join(root, lockName)).flatMap((line) => (line.type === 'picture' ? [line.digest] : []));
}

test('G16 kill -9 at the changes on disk of a process that collects a batch: every picture is in the lock in the end, once, and nothing is bought', async () => {
  const posts = server.posts.length;
  const bought = server.pictures.map(({ digest }) => digest).toSorted();
  let deaths = 0;
  for (let at = 1 + Math.floor(Math.random() * stride), isOver = false; !isOver; at += stride) {
    const project = createLastingProject({});
    cpSync(ordered.root, project.root, { recursive: true, filter: (source) => !source.endsWith('node_modules') });
    const { signal } = await build(project.root, withFault({ at, path: 'visuals.' }));
    isOver = signal !== 'SIGKILL';
    if (!isOver) deaths += 1;
    const where = `change ${at}`;
    expect([...findCorrupt(project.root), ...findMissing(project.root)], where).toEqual([]);
    expect((await build(project.root)).exit, where).toBe(0);
    expect(listLocked(project.root).toSorted(), where).toEqual(bought);
    expect([...findCorrupt(project.root), ...findMissing(project.root)], where).toEqual([]);
    const journal = openJournal(join(project.root, vaultName, '.journal'));
    expect([journal.batches(), journal.pending()], where).toEqual([[], []]);
    project.remove();
  }
  expect(deaths).toBeGreaterThan(24 / stride);
  expect(server.posts).toHaveLength(posts);
  recordFigure({ name: 'kill -9 at changes on disk while a batch is collected', value: deaths, least: 1, of: 'nothing lost, nothing bought again' });
}, 240_000);
