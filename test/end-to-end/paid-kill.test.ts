import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseReply } from '../../src/adapters/generate/openai/parse-reply.ts';
import { computeDigest } from '../../src/keys/canonical.ts';
import { openJournal } from '../../src/lock/journal.ts';
import { readLock, lockName } from '../../src/lock/lock-file.ts';
import { vaultName } from '../../src/project/open-paid-art.ts';
import { createLastingProject } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { startOpenAiServer } from '../support/openai-server/start-openai-server.ts';
import type { OpenAiServer } from '../support/openai-server/start-openai-server.ts';
import { canaryKey, createPaidSources, findCorrupt, findMissing, startBuild } from '../support/paid-harness.ts';
import type { PlantedBug } from '../support/paid-harness.ts';
import { recordFigure } from '../support/record-figure.ts';

/** Random kills a run; `VISUALS_KILLS=300` for a night. */
const kills = Number(process.env['VISUALS_KILLS'] ?? 20);

/** What was found after kills; every list stays empty. */
interface Findings {
  /** Kills that came before the end of the build. */
  landed: number;
  /** Pictures that processes had kept before they were killed, and those of them that a restart took over. */
  received: number;
  recovered: number;
  unknown: number;
  readonly corrupt: string[];
  readonly lost: string[];
  /** Second purchases of what had been received, and those that nobody had asked for. */
  readonly boughtAgain: string[];
  readonly unasked: string[];
  readonly failed: string[];
}

const noFindings = (): Findings => ({ landed: 0, received: 0, recovered: 0, unknown: 0, corrupt: [], lost: [], boughtAgain: [], unasked: [], failed: [] });

/** One project that is killed again and again. */
interface Victim {
  readonly project: TestProject;
  readonly server: OpenAiServer;
  readonly found: Findings;
}

/** When a process is killed: some time after its first request, or as soon as a reply was kept. */
type Moment = 'after sending' | 'after receiving' | 'on receiving' | 'any';

async function openVictim(): Promise<Victim> {
  const server = await startOpenAiServer({ latency: (counter) => 20 + ((counter * 37) % 160) });
  return { project: createLastingProject(createPaidSources(['first'])), server, found: noFindings() };
}

async function closeVictim({ project, server }: Victim): Promise<void> {
  await server.close();
  project.remove();
}

async function killOnce(victim: Victim, round: number, moment: Moment, bug?: PlantedBug): Promise<void> {
  const { project, server, found } = victim;
  const where = `round ${round}, ${moment}`;
  const prompts = [0, 1, 2, 3].map((index) => `round ${round} card ${index}`);
  project.write(createPaidSources(prompts));
  const postsBefore = server.posts.length;
  const { child, ended, received, firstReceived } = startBuild(project.root, { spend: 5, jobs: 4 }, server.baseUrl, bug);
  await Promise.race([waitFor(moment, { server, postsBefore, firstReceived }), ended]);
  child.kill('SIGKILL');
  const end = await ended;
  if (end.signal === 'SIGKILL') found.landed += 1;
  else if (end.exit !== 0) found.failed.push(`${where}: the first build ended with ${end.exit} ${end.stderr}`);

  // What lies on the disk whole is received, whoever says what.
  const whole = listWhole(project.root);
  found.received += received();
  found.recovered += whole.length;
  found.corrupt.push(...findCorrupt(project.root).map((path) => `${where}: ${path}`));
  const asked = prompts.filter((prompt) => countPosts(server, prompt) > 0);

  const restarted = await project.build({ spend: 5, jobs: 4 });
  const locked = listLocked(project.root);
  for (const digest of whole) if (!locked.some((line) => line.digest === digest)) found.lost.push(`${where}: ${digest} was whole on the disk`);
  const kept = asked.filter((prompt) => locked.some(({ digest }) => digest === findFirst(server, prompt)));
  if (kept.length < received()) found.lost.push(`${where}: ${received()} were received and ${kept.length} kept`);
  for (const prompt of prompts) if (countPosts(server, prompt) > 1) found.unasked.push(`${where}: ${prompt}`);
  const pending = openJournal(join(project.root, vaultName, '.journal')).pending().length;
  found.unknown += pending;
  if (restarted.exit !== (pending > 0 ? 4 : 0))
    found.failed.push(`${where}: the restart ended with ${restarted.exit} and ${pending} unknown: ${restarted.diagnostics.map(({ code }) => code).join()}`);

  const end2 = pending > 0 ? await project.build({ spend: 5, jobs: 4, buyAgain: true }) : restarted;
  if (bug === undefined && end2.exit !== 0)
    found.failed.push(`${where}: the end was ${end2.exit}: ${end2.diagnostics.map(({ code, message }) => `${code} ${message}`).join()}`);
  for (const prompt of kept) if (countPosts(server, prompt) > 1) found.boughtAgain.push(`${where}: ${prompt}`);
  const missing = prompts.filter((prompt) => !listLocked(project.root).some(({ prompt: own }) => own === prompt));
  if (missing.length > 0) found.failed.push(`${where}: never bought: ${missing.join()}`);
  found.corrupt.push(...[...findCorrupt(project.root), ...findMissing(project.root)].map((path) => `${where}, at the end: ${path}`));
}

async function waitFor(
  moment: Moment,
  { server, postsBefore, firstReceived }: { readonly server: OpenAiServer; readonly postsBefore: number; readonly firstReceived: Promise<void> },
): Promise<void> {
  if (moment === 'any') return sleep(300 + Math.random() * 1500);
  if (moment === 'on receiving') return firstReceived;
  if (moment === 'after receiving') {
    await firstReceived;
    return sleep(Math.random() * 25);
  }
  await server.waitForPosts(postsBefore + 1, 60_000);
  await sleep(Math.random() * 350);
}

/** Prompts hold the project's own words too: what is asked for is in there. */
function countPosts({ posts }: OpenAiServer, prompt: string): number {
  return posts.filter((post) => post.prompt?.includes(prompt)).length;
}

/** Digest of the first picture that was ever made for a prompt: a second one would be another. */
function findFirst({ pictures }: OpenAiServer, prompt: string): string | undefined {
  return pictures.find((picture) => picture.prompt.includes(prompt))?.digest;
}

function listLocked(root: string): readonly { readonly digest: string; readonly prompt: string }[] {
  const lines = readLock(join(root, lockName)).flatMap((line) => (line.type === 'picture' ? [line] : []));
  return lines.map(({ digest, record }) => ({ digest, prompt: /round \d+ card \d/.exec(record['prompt'] ?? '')?.[0] ?? '' }));
}

/** Digests of the pictures in replies that are whole and not yet in the lock. */
function listWhole(root: string): readonly string[] {
  return openJournal(join(root, vaultName, '.journal'))
    .pending()
    .flatMap(({ reply, unknown }) => (reply === undefined || unknown ? [] : parseWhole(reply)));
}

function parseWhole(reply: Uint8Array): readonly string[] {
  try {
    return parseReply(reply).pictures.map((bytes) => computeDigest(bytes));
  } catch {
    return [];
  }
}

function setEnvironment(baseUrl: string | undefined): void {
  for (const [name, value] of [
    ['OPENAI_API_KEY', canaryKey],
    ['OPENAI_BASE_URL', baseUrl],
  ] as const) {
    if (baseUrl === undefined || value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

describe(`G16 kill -9 at ${kills} random moments of a purchase`, () => {
  let victim: Victim;
  const moments = ['after sending', 'after receiving', 'after sending', 'on receiving', 'any'] as const;

  beforeAll(
    async () => {
      victim = await openVictim();
      setEnvironment(victim.server.baseUrl);
      for (let round = 0; round < kills; round += 1) await killOnce(victim, round, moments[round % moments.length]!);
    },
    60_000 + kills * 8000,
  );
  afterAll(async () => {
    const { found, server } = victim;
    process.stdout.write(
      `kills ${found.landed} of ${kills}, posts ${server.counters.paidPosts}, pictures made ${server.counters.picturesMade}, received before a kill ${found.received}, recovered from the journal ${found.recovered}, ` +
        `unknown ${found.unknown}, bought again ${found.boughtAgain.length}, unasked ${found.unasked.length}, lost ${found.lost.length}, corrupt ${found.corrupt.length}\n`,
    );
    recordFigures(victim);
    setEnvironment(undefined);
    await closeVictim(victim);
  });

  test('most of them came before the end', () => expect(victim.found.landed).toBeGreaterThan(kills / 2));
  test('nothing in the vault is corrupt or missing', () => expect(victim.found.corrupt).toEqual([]));
  test('no picture that had arrived is lost', () => expect(victim.found.lost).toEqual([]));
  test('no picture that had arrived is bought again', () => expect(victim.found.boughtAgain).toEqual([]));
  test('nothing is asked for twice without a word', () => expect(victim.found.unasked).toEqual([]));
  test('every restart ends as it should, and all is bought in the end', () => expect(victim.found.failed).toEqual([]));
});

function recordFigures({ found, server }: Victim): void {
  const of = `${server.counters.paidPosts} POSTs, ${server.counters.picturesMade} pictures`;
  recordFigure({ name: 'kill -9 at random moments', value: kills, least: kills, of: `${found.landed} of them before the end, ${of}` });
  recordFigure({ name: 'corrupt pictures', value: found.corrupt.length, most: 0, of });
  recordFigure({
    name: 'received pictures lost',
    value: found.lost.length,
    most: 0,
    of: `${found.received} received before a kill, ${found.recovered} recovered`,
  });
  recordFigure({ name: 'received pictures bought again', value: found.boughtAgain.length, most: 0, of: `${found.received} received before a kill` });
  recordFigure({ name: 'second POSTs that nobody asked for', value: found.unasked.length, most: 0, of: `${found.unknown} unknown outcomes` });
  recordFigure({ name: 'restarts that did not end as they should', value: found.failed.length, most: 0 });
}

describe('the harness notices', () => {
  let victim: Victim;
  let caught = 0;
  beforeAll(async () => {
    victim = await openVictim();
    setEnvironment(victim.server.baseUrl);
  });
  afterAll(async () => {
    recordFigure({ name: 'planted bugs that the harness caught', value: caught, least: 2 });
    setEnvironment(undefined);
    await closeVictim(victim);
  });

  test('a request that is sent before it is written down', async () => {
    for (let round = 0; round < 6 && victim.found.unasked.length === 0; round += 1) await killOnce(victim, 9000 + round, 'after sending', 'no intent');
    expect(victim.found.unasked.length).toBeGreaterThan(0);
    caught += 1;
  }, 60_000);

  test('a reply that is in memory alone', async () => {
    for (let round = 0; round < 10 && victim.found.lost.length === 0; round += 1) await killOnce(victim, 9100 + round, 'on receiving', 'no spool');
    expect(victim.found.lost.length).toBeGreaterThan(0);
    caught += 1;
  }, 60_000);
});
