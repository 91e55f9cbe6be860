import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openJournal } from '../../src/lock/journal.ts';
import { readLock, lockName } from '../../src/lock/lock-file.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { vaultName } from '../../src/project/open-paid-art.ts';
import { createLastingProject } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { startOpenAiServer } from '../support/openai-server/start-openai-server.ts';
import type { OpenAiServer } from '../support/openai-server/start-openai-server.ts';
import { canaryKey, createPaidSources, findCorrupt, findMissing, startBuild } from '../support/paid-harness.ts';
import type { PlantedBug } from '../support/paid-harness.ts';
import { recordFigure } from '../support/record-figure.ts';

/** Kills a run, half of them while a batch is ordered and half while it is collected; `VISUALS_KILLS=300` for a night. */
const kills = process.env['VISUALS_KILLS'] === undefined ? 4 : Number(process.env['VISUALS_KILLS']);

/** What was found after kills; every list stays empty. */
interface Findings {
  /** Kills that came before the end of the build. */
  landed: number;
  /** Batches that were begun, and those of them whose name a process never learnt. */
  begun: number;
  unknown: number;
  readonly corrupt: string[];
  readonly orderedTwice: string[];
  readonly lost: string[];
  readonly failed: string[];
}

/** One project that is killed again and again. */
interface Victim {
  readonly project: TestProject;
  readonly server: OpenAiServer;
  readonly found: Findings;
}

const orderOptions = { spend: 5, jobs: 4, batch: true } as const;

/** When an ordering process is killed: at a random time, after its upload, or after the POST that begins the batch. */
type Moment = 'any' | 'uploaded' | 'begun';
const moments: readonly Moment[] = ['begun', 'uploaded', 'any', 'begun'];

async function openVictim(): Promise<Victim> {
  const server = await startOpenAiServer({ pollsUntilDone: 1 });
  const found: Findings = { landed: 0, begun: 0, unknown: 0, corrupt: [], orderedTwice: [], lost: [], failed: [] };
  process.env['OPENAI_API_KEY'] = canaryKey;
  process.env['OPENAI_BASE_URL'] = server.baseUrl;
  return { project: createLastingProject(createPaidSources(['first'])), server, found };
}

async function closeVictim({ project, server }: Victim): Promise<void> {
  delete process.env['OPENAI_API_KEY'];
  delete process.env['OPENAI_BASE_URL'];
  await server.close();
  project.remove();
}

async function killTwice(victim: Victim, round: number, moment: Moment, bug?: PlantedBug): Promise<void> {
  const { project, server, found } = victim;
  const where = `round ${round}, ${moment}`;
  const prompts = [0, 1, 2].map((index) => `round ${round} card ${index}`);
  project.write(createPaidSources(prompts));
  const before = server.posts.length;
  await killWhen(victim, { options: orderOptions, where, ...(bug === undefined ? {} : { bug }) }, () => waitForMoment(moment, server, before));
  found.begun += server.posts.slice(before).filter(({ route }) => route === 'create-batch').length;

  // The restart finds the batch, or orders what was never sent, or says that nobody can tell.
  const restarted = await project.build(orderOptions);
  const isUnknown = restarted.exit === 4;
  if (isUnknown) found.unknown += 1;
  else if (restarted.exit !== 0) found.failed.push(`${where}: the restart ended with ${restarted.exit}`);
  if (isUnknown) await project.build({ ...orderOptions, buyAgain: true });

  const asked = server.counters.requests;
  await killWhen(victim, { options: {}, where }, () => waitForCollecting(server, asked));
  found.corrupt.push(...findCorrupt(project.root).map((path) => `${where}: ${path}`));
  await finish(victim, prompts, { where, isUnknown });
}

interface Killed {
  readonly options: JsonObject;
  readonly where: string;
  readonly bug?: PlantedBug;
}

async function killWhen({ project, server, found }: Victim, { options, where, bug }: Killed, when: () => Promise<void>): Promise<void> {
  const { child, ended } = startBuild(project.root, options, server.baseUrl, bug);
  await Promise.race([when(), ended]);
  child.kill('SIGKILL');
  const end = await ended;
  if (end.signal === 'SIGKILL') found.landed += 1;
  else if (end.exit !== 0 && end.exit !== 1) found.failed.push(`${where}: a build ended with ${end.exit} ${end.stderr}`);
}

async function waitForMoment(moment: Moment, server: OpenAiServer, before: number): Promise<void> {
  if (moment === 'any') return sleep(300 + Math.random() * 1500);
  await server.waitForPosts(before + (moment === 'uploaded' ? 1 : 2), 60_000);
  await sleep(Math.random() * 20);
}

/** Some time after the first question of a process that collects. */
async function waitForCollecting({ counters }: OpenAiServer, before: number): Promise<void> {
  while (counters.requests === before) await sleep(2);
  await sleep(Math.random() * 250);
}

async function finish(
  victim: Victim,
  prompts: readonly string[],
  { where, isUnknown }: { readonly where: string; readonly isUnknown: boolean },
): Promise<void> {
  const { project, server, found } = victim;
  for (const id of await listBatches(server)) await server.finishBatch(id);
  for (let tries = 0; tries < 5 && openJournal(join(project.root, vaultName, '.journal')).batches().length > 0; tries += 1) await project.build({});
  const end = await project.build({ spend: 5 });
  if (end.exit !== 0) found.failed.push(`${where}: the end was ${end.exit}: ${end.diagnostics.map(({ code }) => code).join()}`);
  const locked = readLock(join(project.root, lockName)).flatMap((line) => (line.type === 'picture' ? [line.digest as string] : []));
  for (const prompt of prompts) {
    const made = server.pictures.filter((picture) => picture.prompt.includes(prompt));
    // A second one is made on a person's word alone, and never bought at the full price.
    if (made.length > (isUnknown ? 2 : 1)) found.orderedTwice.push(`${where}: ${prompt}`);
    if (!made.some(({ digest }) => locked.includes(digest))) found.lost.push(`${where}: ${prompt}`);
  }
  if (server.counters.paidPosts > 0) found.failed.push(`${where}: something was bought outside of a batch`);
  found.corrupt.push(...[...findCorrupt(project.root), ...findMissing(project.root)].map((path) => `${where}, at the end: ${path}`));
}

/** The provider carries out whatever was begun, whether or not anybody asks for it. */
async function listBatches({ baseUrl }: OpenAiServer): Promise<readonly string[]> {
  const answer = await fetch(`${baseUrl}/batches?limit=100`, { headers: { authorization: `Bearer ${canaryKey}` } });
  return ((await answer.json()) as { readonly data: readonly { readonly id: string }[] }).data.map(({ id }) => id);
}

describe(`G16 kill -9 at ${kills} moments of a batch`, () => {
  let victim: Victim;
  beforeAll(
    async () => {
      victim = await openVictim();
      for (let round = 0; round < kills / 2; round += 1) await killTwice(victim, round, moments[round % moments.length]!);
    },
    60_000 + kills * 8000,
  );
  afterAll(async () => {
    const { found, server } = victim;
    const of = `${found.begun} batches begun before a kill, ${server.counters.picturesMade} pictures, ${found.unknown} unknown outcomes`;
    recordFigure({ name: 'kill -9 while batches are ordered and collected', value: kills, least: kills, of: `${found.landed} of them before the end, ${of}` });
    recordFigure({ name: 'pictures of batches ordered twice without a word', value: found.orderedTwice.length, most: 0, of });
    recordFigure({ name: 'pictures of batches lost or corrupt', value: found.lost.length + found.corrupt.length, most: 0, of });
    process.stdout.write(`batch kills ${found.landed} of ${kills}; ${of}\n`);
    await closeVictim(victim);
  });

  test('most of them came before the end', () => expect(victim.found.landed).toBeGreaterThan(kills / 3));
  test('nothing is ordered twice without a word', () => expect(victim.found.orderedTwice).toEqual([]));
  test('every picture is in the lock in the end', () => expect(victim.found.lost).toEqual([]));
  test('nothing in the vault is corrupt or missing', () => expect(victim.found.corrupt).toEqual([]));
  test('every build ends as it should, and nothing is bought at the full price', () => expect(victim.found.failed).toEqual([]));
});

describe('the harness notices', () => {
  let victim: Victim;
  beforeAll(async () => {
    victim = await openVictim();
  });
  afterAll(() => closeVictim(victim));

  test('a batch that is begun before it is written down that it may be', async () => {
    for (let round = 0; round < 6 && victim.found.orderedTwice.length === 0; round += 1) await killTwice(victim, 9000 + round, 'begun', 'no batch note');
    expect(victim.found.orderedTwice.length).toBeGreaterThan(0);
    recordFigure({ name: 'planted bugs of batches that the harness caught', value: 1, least: 1 });
  }, 60_000);
});
