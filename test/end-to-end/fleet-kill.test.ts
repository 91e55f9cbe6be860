import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { lockDuration, stalledInterval } from '../../src/adapters/queue/connect-job-server.ts';
import { openJournal } from '../../src/lock/journal.ts';
import type { LedgerEntry } from '../../src/lock/journal.ts';
import { findLastWords, vaultName } from '../../src/project/open-paid-art.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import { tinySize, tinySources } from '../support/create-project.ts';
import { openFleet, reportOf } from '../support/fleet.ts';
import type { Fleet, FleetEnding } from '../support/fleet.ts';
import { startOpenAiServer } from '../support/openai-server/start-openai-server.ts';
import { plate } from '../support/paid-project.ts';
import { chooseQueueServer } from '../support/queue-server.ts';
import type { QueueServer } from '../support/queue-server.ts';
import { recordFigure } from '../support/record-figure.ts';
import type { RunningCommand } from '../support/run-command.ts';

/** Kills of workers; `VISUALS_KILLS=300` for the whole proof. A round, which is a campaign of its own, has as many as come while it is built. */
const kills = Number(process.env['VISUALS_FLEET_KILLS'] ?? process.env['VISUALS_KILLS'] ?? 2);
const most = 40;
const pictures = kills < 10 ? 9 : 60;

/** Pictures to buy, and a card of each. */
function createRound(round: number): Sources {
  const card = (index: number): object => ({
    template: 'photo',
    sizes: [tinySize],
    copy: 'photo',
    alt: 'photo.alt',
    art: { background: { ...plate, prompt: `Round ${round}, picture ${index}` } },
  });
  return tinySources({ assets: Object.fromEntries(Array.from({ length: pictures }, (_, index) => [`card-${index}`, card(index)])) as never });
}

interface Totals {
  /** Workers killed. */
  landed: number;
  /** Coordinators killed. */
  headless: number;
  bought: number;
  unknown: number;
  readonly twice: string[];
  readonly lost: string[];
  /** US dollars that workers paid for pictures and the coordinator did not count. */
  uncounted: number;
}

const { server: sort, has, start } = chooseQueueServer();

describe.skipIf(!has())(`kill -9 at random moments over a fleet of three workers and ${sort}`, () => {
  let queue: QueueServer;
  beforeAll(async () => {
    queue = await start();
  });
  afterAll(() => queue.stop());

  test(`${kills} kills: nothing is bought again that was received, no job is lost`, { timeout: 120_000 + kills * 30_000 }, async () => {
    const server = await startOpenAiServer({ latency: (counter) => 60 + ((counter * 37) % 300) });
    onTestFinished(() => server.close());
    const totals: Totals = { landed: 0, headless: 0, bought: 0, unknown: 0, twice: [], lost: [], uncounted: 0 };
    for (let round = 0; totals.landed < kills; round += 1) await runRound(round, openFleet(queue, createRound(round), server), totals);
    expect(totals.twice).toEqual([]);
    expect(totals.lost).toEqual([]);
    expect(totals.uncounted).toBe(0);
    recordFigure({
      name: `kill -9 over a fleet of three workers and ${sort}`,
      value: totals.landed,
      least: kills,
      of: `and ${totals.headless} of the coordinator; ${totals.bought} pictures bought, ${totals.unknown} of unknown outcome`,
    });
    recordFigure({ name: `pictures that a fleet over ${sort} bought again after they were received`, value: totals.twice.length, most: 0 });
    recordFigure({ name: `jobs that a fleet over ${sort} lost`, value: totals.lost.length, most: 0 });
    recordFigure({ name: `dollars that a fleet over ${sort} spent and its coordinator did not count`, value: totals.uncounted, most: 0 });
  });
});

/** A campaign is built while its workers are killed and started again where they were. What is of unknown outcome is asked again, as a person would. */
async function runRound(round: number, fleet: Fleet, totals: Totals): Promise<void> {
  const places = [fleet.clone(), fleet.clone(), fleet.clone()];
  const coordinator = fleet.clone();
  const state = { isOver: false, left: Math.min(most, kills - totals.landed) };
  const lives = places.map((place, slot) => liveAndDie({ round, slot, fleet, place, totals, state }));
  totals.headless += await killCoordinators(round, fleet, coordinator);
  let ending = await build(fleet, coordinator, ['--spend', '5']);
  for (let again = 0; ending.exit !== 0 && again < 12; again += 1) {
    totals.unknown += ending.diagnostics.filter(({ code }) => code === 'PURCHASE_UNKNOWN').length;
    ending = await build(fleet, coordinator, ['--spend', '5', '--buy-again']);
  }
  state.isOver = true;
  for (const last of await Promise.all(lives)) last.child.kill('SIGKILL');
  if (ending.exit !== 0 || ending.counts.failed > 0) totals.lost.push(`round ${round}: ${JSON.stringify(ending.diagnostics)}`);
  countPurchases(round, places, totals);
  totals.uncounted += Math.max(0, sumKept(places) - sumKept([coordinator]));
}

/** Coordinators that are killed while they hand out, wait and take over; whoever comes next finds what they left. @returns how many */
async function killCoordinators(round: number, fleet: Fleet, place: TestProject): Promise<number> {
  const deaths = kills < 10 ? 1 : 4;
  for (let death = 0; death < deaths; death += 1) {
    const { child, ended } = fleet.startBuild(place, ['--spend', '5']);
    await sleep(700 + ((round * 401 + death * 733) % 2300));
    child.kill('SIGKILL');
    await ended;
  }
  return deaths;
}

async function build(fleet: Fleet, place: TestProject, words: readonly string[]): Promise<FleetEnding> {
  return reportOf(await fleet.build(place, words));
}

interface Life {
  readonly round: number;
  readonly slot: number;
  readonly fleet: Fleet;
  readonly place: TestProject;
  readonly totals: Totals;
  /** `left`: kills of this round. */
  readonly state: { readonly isOver: boolean; left: number };
}

/** One worker after the other in a clone, each killed and the next started at once, or, of every third, after so long that others have got its job. @returns the one that lives on */
async function liveAndDie({ round, slot, fleet, place, totals, state }: Life): Promise<RunningCommand> {
  for (let life = slot; ; life += 1) {
    const worker = await fleet.worker(place);
    // Spread over the seconds in which a picture is bought, and the same in every run.
    if (life % 3 === 2) await sleep(100 + ((round * 389 + slot * 211 + life * 617) % 1100));
    else await untilReceived(place, state);
    if (state.isOver || state.left <= 0) return worker;
    state.left -= 1;
    totals.landed += 1;
    worker.child.kill('SIGKILL');
    await worker.ended;
    if (life % 3 === 0) await sleep(absence);
  }
}

/** Long enough away that another worker gets the job, and would buy what lies received in this clone. */
const absence = lockDuration + 2 * stalledInterval + 1000;

/** Waits until an answer lies whole in a clone and is not settled yet; or for a while, for there may be none to come. */
async function untilReceived({ root }: TestProject, state: Life['state']): Promise<void> {
  const end = performance.now() + 5000;
  while (!state.isOver && performance.now() < end && !listPapers(root).some((name) => name.endsWith('.done'))) await sleep(1);
}

function listPapers(root: string): readonly string[] {
  const folder = join(root, vaultName, '.journal');
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Two answers of one key that were kept, on whatever machines, are a picture that was bought again after it was received. */
function countPurchases(round: number, places: readonly TestProject[], totals: Totals): void {
  const keys = new Map<string, Set<string>>();
  for (const { key, attempt } of places.flatMap(listKept)) keys.set(key, (keys.get(key) ?? new Set<string>()).add(attempt));
  totals.bought += keys.size;
  for (const [key, attempts] of keys) if (attempts.size > 1) totals.twice.push(`round ${round}: ${key.slice(0, 12)} ${attempts.size} times`);
}

function listKept({ root }: TestProject): readonly LedgerEntry[] {
  const ledger = openJournal(join(root, vaultName, '.journal')).ledger();
  return findLastWords(ledger).filter(({ outcome }) => outcome === 'bought' || outcome === 'recovered');
}

/** US dollars, in whole millionths. */
function sumKept(places: readonly TestProject[]): number {
  return Math.round(places.flatMap(listKept).reduce((sum, { cost }) => sum + cost, 0) * 1e6) / 1e6;
}
