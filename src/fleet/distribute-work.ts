import { fleetIdle, fleetJobFailed } from '../diagnostics/fleet.ts';
import { purchaseUnknown } from '../diagnostics/lock.ts';
import { createBudget } from '../engine/create-budget.ts';
import { narrowPlan } from '../engine/narrow-plan.ts';
import { predictPlan } from '../engine/predict-plan.ts';
import { computeDigest } from '../keys/canonical.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isDigest } from '../model/digest.ts';
import type { GenerateTask } from '../model/plan.ts';
import type { BuildOptions, PlannedPurchase } from '../model/report.ts';
import { connectQueue } from '../project/connect-queue.ts';
import { listPurchases, summarisePurchases } from '../project/list-purchases.ts';
import { findCap, openTreasury, sumMonth } from '../project/open-paid-art.ts';
import type { Treasury } from '../project/open-paid-art.ts';
import type { Sharing } from '../project/open-sharing.ts';
import type { PreparedPlan } from '../project/prepare-plan.ts';
import type { Workspace } from '../project/workspace.ts';
import { takeArt } from '../sharing/art-entry.ts';
import type { AddedJob, JobQueue, JobServer } from '../spec/job-queue.ts';
import { computeFingerprint, nameBuying, nameDrawing } from './fingerprint.ts';
import { countSpent, readAnswer } from './jobs.ts';
import type { BuyJob, DrawJob, JobAnswer } from './jobs.ts';
import { openFleetStore } from './open-fleet-store.ts';

/** What is handed out, and by whose leave. */
export interface Distribution {
  readonly queue: string;
  readonly prepared: PreparedPlan;
  readonly workspace: Workspace;
  readonly options: BuildOptions;
  readonly tell: (diagnostic: Diagnostic) => void;
}

/** What came of it. */
export interface Distributed {
  /** US dollars. */
  readonly spent: number;
  readonly bought: number;
}

/** Cells of one job: enough that the queue is no burden, few enough that a dead worker's are quickly made again. */
const batchSize = 25;

/** Milliseconds between two looks whether anybody works. */
const lookEvery = 5000;

/** Hands out what is to be bought and drawn, and waits until workers have done it. Consent and cap are looked after here: a job says what may be spent on it, and all of them together never come to more. */
export async function distributeWork(distribution: Distribution): Promise<Distributed> {
  const { queue, prepared, workspace, tell } = distribution;
  const { plan, project } = prepared;
  const treasury = openTreasury(workspace.host.root);
  const prediction = await predictPlan(plan, { tools: project.tools, index: workspace.index, store: workspace.store, book: treasury.book });
  const purchases = listPurchases(plan, prediction, project.generators);
  const cells = plan.cells.filter(({ encodes }) => encodes.some((id) => prediction.runs.has(id))).map(({ cell }) => cell.id);
  if (cells.length === 0) return { spent: 0, bought: 0 };
  const sharing = await openFleetStore(workspace, prepared, { writes: false, tell });
  const office = await openOffice(distribution, { sharing, treasury, server: await connectQueue(queue) });
  try {
    const outputs = plan.cells.reduce((sum, cell) => sum + cell.encodes.length, 0);
    distribution.options.onEvent?.({ type: 'planned', cells: cells.length, outputs, tasks: plan.tasks.length });
    const done = await buyAll(purchases, office);
    await drawAll(cells, office);
    return done;
  } finally {
    await office.close();
  }
}

interface Office extends Distribution {
  readonly fingerprint: string;
  readonly sharing: Sharing;
  readonly treasury: Treasury;
  /** Adds a job and waits for its answer. */
  readonly order: (name: string, job: DrawJob | BuyJob) => Promise<JobAnswer>;
  readonly close: () => Promise<void>;
}

async function openOffice(
  distribution: Distribution,
  parts: { readonly sharing: Sharing; readonly treasury: Treasury; readonly server: JobServer },
): Promise<Office> {
  const { prepared, options, tell } = distribution;
  const { server, sharing, treasury } = parts;
  const fingerprint = computeFingerprint(prepared);
  const queues = new Map<string, Promise<JobQueue>>();
  const pending = new Set<AddedJob>();
  const queueOf = (name: string): Promise<JobQueue> => {
    const opened = queues.get(name) ?? server.openQueue(name);
    queues.set(name, opened);
    return opened;
  };
  const drawing = await queueOf(nameDrawing(fingerprint));
  const watcher = setInterval(() => {
    void drawing.countWorkers().then(
      (count) => (count === 0 ? tellOnce() : undefined),
      () => undefined,
    );
  }, lookEvery);
  let isTold = false;
  const tellOnce = (): void => {
    if (!isTold) tell(fleetIdle({ server: server.name, fingerprint }));
    isTold = true;
  };
  const order: Office['order'] = async (name, job) => {
    options.signal?.throwIfAborted();
    // The same work of two coordinators is one job. Names of jobs hold no colon: the library refuses it.
    const id = computeDigest(JSON.stringify(job)).slice(0, 32);
    const added = await (await queueOf(name)).add(id, { ...job }, job.kind === 'buy' && job.buyAgain);
    pending.add(added);
    try {
      return readAnswer(await untilAborted(added.ended(), options.signal));
    } finally {
      pending.delete(added);
    }
  };
  const close = async (): Promise<void> => {
    clearInterval(watcher);
    // What nobody has begun is taken back: a build that was stopped buys nothing more.
    await Promise.allSettled([...pending].map((job) => job.withdraw()));
    for (const queue of queues.values()) await (await queue).close();
    sharing.close();
  };
  return { ...distribution, fingerprint, sharing, treasury, order, close };
}

function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return work;
  work.catch(() => undefined);
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    }),
  ]);
}

/** Buys what there is consent for: each request is reserved at its worst before it is handed out, and none is handed out twice. Art that is made from other art comes after it. */
async function buyAll(purchases: readonly PlannedPurchase[], office: Office): Promise<Distributed> {
  const { prepared, workspace, options, treasury } = office;
  const { config } = prepared.project;
  const cap = await findCap(config, workspace.host, options, summarisePurchases(purchases));
  if (cap === undefined || purchases.length === 0) return { spent: 0, bought: 0 };
  const budget = createBudget({ run: cap, month: config.budget.perMonth, spentThisMonth: sumMonth(treasury.journal, workspace.host) });
  const tasks = new Map(prepared.plan.tasks.flatMap((task) => (task.kind === 'generate' ? [[task.id, task] as const] : [])));
  const ends = new Map<string, Promise<boolean>>();
  let bought = 0;
  // In the order of the plan, inputs come first.
  for (const purchase of purchases) {
    const before = listBefore(purchase.task, office).flatMap((id) => ends.get(id) ?? []);
    const buy = async (): Promise<boolean> => {
      if ((await Promise.all(before)).includes(false)) return false;
      const reservation = purchase.known ? budget.reserve(purchase.high) : undefined;
      if (reservation === undefined || !('amount' in reservation)) return false;
      const answer = await buyOne(purchase, tasks.get(purchase.task)!, office);
      reservation.settle(countSpent(answer, reservation.amount));
      if (answer.code === '') bought += purchase.pictures;
      return answer.code === '';
    };
    ends.set(purchase.task, buy());
  }
  await Promise.all(ends.values());
  return { spent: budget.spent(), bought };
}

/** Paid tasks that a task is made from. */
function listBefore(task: string, { prepared: { plan } }: Office): readonly string[] {
  const [cell] = plan.cells;
  if (cell === undefined) return [];
  const needed = narrowPlan({ ...plan, cells: [{ ...cell, compose: task, encodes: [] }] }, new Set([cell.cell.id]));
  return needed.tasks.flatMap(({ kind, id }) => (kind === 'generate' && id !== task ? [id] : []));
}

async function buyOne({ task, art, high, pictures }: PlannedPurchase, request: GenerateTask, office: Office): Promise<JobAnswer> {
  const { fingerprint, options, tell, treasury, sharing } = office;
  const step = (name: 'waiting' | 'sent' | 'received' | 'failed'): void => options.onEvent?.({ type: 'purchase', art, step: name, pictures });
  step('waiting');
  const answer = await order(nameBuying(fingerprint, request), { kind: 'buy', fingerprint, task, most: high, buyAgain: options.buyAgain ?? false }, office);
  step('sent');
  step(answer.code === '' ? 'received' : 'failed');
  if (answer.code === 'PURCHASE_UNKNOWN') tell(purchaseUnknown({ attempt: 'of a worker', art, cost: high }));
  else if (answer.code !== '') tell(fleetJobFailed({ job: `the purchase of ${art}`, reason: `${answer.code}: ${answer.message}` }));
  if (answer.code !== '' || !isDigest(answer.key)) return answer;
  const { remote, trust } = sharing;
  const entries = await takeArt(answer.key, { remote, trust, vault: treasury.vault });
  if (entries.length > 0) treasury.book.add(entries);
  return answer;
}

/** A job that can't be done is told, and what it was for is missing: the build goes on without it. */
async function order(name: string, job: DrawJob | BuyJob, { order: send, options, tell }: Office): Promise<JobAnswer> {
  try {
    return await send(name, job);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    tell(fleetJobFailed({ job: job.kind === 'draw' ? `${job.cells.length} pictures` : job.task, reason: (error as Error).message }));
    return { done: 0, failed: 1, spent: 0, key: '', code: 'FLEET_JOB_FAILED', message: '' };
  }
}

async function drawAll(cells: readonly string[], office: Office): Promise<void> {
  const { fingerprint, options } = office;
  const batches = Array.from({ length: Math.ceil(cells.length / batchSize) }, (_, index) => cells.slice(index * batchSize, (index + 1) * batchSize));
  await Promise.all(
    batches.map(async (batch) => {
      const { failed } = await order(nameDrawing(fingerprint), { kind: 'draw', fingerprint, cells: batch }, office);
      for (const id of batch) if (failed === 0) options.onEvent?.({ type: 'cell', id, status: 'made' });
    }),
  );
}
