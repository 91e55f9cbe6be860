import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../../src/lock/journal.ts';
import { vaultName } from '../../src/project/open-paid-art.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import { tinySize, tinySources } from '../support/create-project.ts';
import { openFleet, reportOf } from '../support/fleet.ts';
import type { Fleet, FleetEnding } from '../support/fleet.ts';
import { startOpenAiServer } from '../support/openai-server/start-openai-server.ts';
import { plate } from '../support/paid-project.ts';
import { hasRedis, startRedis } from '../support/queue-server.ts';
import type { QueueServer } from '../support/queue-server.ts';
import { recordFigure } from '../support/record-figure.ts';
import type { RunningCommand } from '../support/run-command.ts';

/** Kills; `VISUALS_KILLS=300` for a night. A round has some of them: each is a campaign of its own. */
const kills = Number(process.env['VISUALS_FLEET_KILLS'] ?? process.env['VISUALS_KILLS'] ?? 1);
const killsOfRound = Math.min(4, kills);

/** Eight pictures to buy and a card of each. */
function createRound(round: number): Sources {
  const card = (index: number): object => ({
    template: 'photo',
    sizes: [tinySize],
    copy: 'photo',
    alt: 'photo.alt',
    art: { background: { ...plate, prompt: `Round ${round}, picture ${index}` } },
  });
  return tinySources({ assets: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`card-${index}`, card(index)])) as never });
}

interface Totals {
  landed: number;
  bought: number;
  unknown: number;
  readonly twice: string[];
  readonly lost: string[];
}

describe.skipIf(!hasRedis())('kill -9 at random moments over a fleet of three workers', () => {
  let queue: QueueServer;
  beforeAll(async () => {
    queue = await startRedis();
  });
  afterAll(() => queue.stop());

  test(`${kills} kills: nothing is bought again that was received, no job is lost`, { timeout: 60_000 + kills * 20_000 }, async () => {
    const server = await startOpenAiServer({ latency: (counter) => 60 + ((counter * 37) % 300) });
    onTestFinished(() => server.close());
    const totals: Totals = { landed: 0, bought: 0, unknown: 0, twice: [], lost: [] };
    for (let round = 0; totals.landed < kills; round += 1) await runRound(round, openFleet(queue, createRound(round), server), totals);
    expect(totals.twice).toEqual([]);
    expect(totals.lost).toEqual([]);
    recordFigure({
      name: 'kill -9 over a fleet of three workers',
      value: totals.landed,
      least: kills,
      of: `${totals.bought} pictures bought, ${totals.unknown} of unknown outcome`,
    });
    recordFigure({ name: 'pictures that a fleet bought again after they were received', value: totals.twice.length, most: 0 });
    recordFigure({ name: 'jobs that a fleet lost', value: totals.lost.length, most: 0 });
  });
});

/** A campaign is built while its workers are killed and started again where they were. What is of unknown outcome is asked again, as a person would. */
async function runRound(round: number, fleet: Fleet, totals: Totals): Promise<void> {
  const places = [fleet.clone(), fleet.clone(), fleet.clone()];
  const workers = await Promise.all(places.map((place) => fleet.worker(place)));
  const coordinator = fleet.clone();
  const state = { isOver: false };
  const killing = killSome({ round, fleet, places, workers, totals, state });
  let ending = await build(fleet, coordinator, ['--spend', '5']);
  for (let again = 0; ending.exit !== 0 && again < 12; again += 1) {
    totals.unknown += ending.diagnostics.filter(({ code }) => code === 'PURCHASE_UNKNOWN').length;
    ending = await build(fleet, coordinator, ['--spend', '5', '--buy-again']);
  }
  state.isOver = true;
  await killing;
  if (ending.exit !== 0 || ending.counts.failed > 0) totals.lost.push(`round ${round}: ${JSON.stringify(ending.diagnostics)}`);
  countPurchases(round, places, totals);
}

async function build(fleet: Fleet, place: TestProject, words: readonly string[]): Promise<FleetEnding> {
  return reportOf(await fleet.build(place, words));
}

interface Killing {
  readonly round: number;
  readonly fleet: Fleet;
  readonly places: readonly TestProject[];
  readonly workers: RunningCommand[];
  readonly totals: Totals;
  readonly state: { readonly isOver: boolean };
}

async function killSome({ round, fleet, places, workers, totals, state }: Killing): Promise<void> {
  for (let kill = 0; kill < killsOfRound && !state.isOver; kill += 1) {
    const onReceiving = kill % 2 === 0;
    // Spread over the seconds in which a round is made, and the same in every run.
    const victim = onReceiving ? await findReceiver(places, state) : await sleep(150 + ((round * 389 + kill * 617) % 1100), (round + kill) % places.length);
    const worker = workers[victim]!;
    worker.child.kill('SIGKILL');
    await worker.ended;
    if (!state.isOver) totals.landed += 1;
    // Long enough away that another worker gets the job, and would buy what lies received in this clone.
    if (onReceiving && !state.isOver) await sleep(absence);
    workers[victim] = await fleet.worker(places[victim]);
  }
}

/** Milliseconds: a lock of five seconds, looked at every two, and some for the other to buy. */
const absence = 9000;

/** The first clone where an answer was kept whole and is not settled yet. */
async function findReceiver(places: readonly TestProject[], state: { readonly isOver: boolean }): Promise<number> {
  for (;;) {
    const found = places.findIndex(({ root }) => listPapers(root).some((name) => name.endsWith('.done')));
    if (found >= 0 || state.isOver) return Math.max(0, found);
    await sleep(1);
  }
}

function listPapers(root: string): readonly string[] {
  const folder = join(root, vaultName, '.journal');
  return existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]) : [];
}

/** Two answers of one key that were kept, on whatever machines, are a picture that was bought again after it was received. */
function countPurchases(round: number, places: readonly TestProject[], totals: Totals): void {
  const kept = places.flatMap(({ root }) =>
    openJournal(join(root, vaultName, '.journal'))
      .ledger()
      .filter(({ outcome }) => outcome === 'bought' || outcome === 'recovered'),
  );
  const keys = new Map<string, Set<string>>();
  for (const { key, attempt } of kept) keys.set(key, (keys.get(key) ?? new Set<string>()).add(attempt));
  totals.bought += keys.size;
  for (const [key, attempts] of keys) if (attempts.size > 1) totals.twice.push(`round ${round}: ${key.slice(0, 12)} ${attempts.size} times`);
}
