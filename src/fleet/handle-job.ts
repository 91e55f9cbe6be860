import { executePlan } from '../engine/execute-plan.ts';
import type { Execution } from '../engine/execute-plan.ts';
import type { PaidArt } from '../engine/obtain-art.ts';
import { isFinished, recordOf } from '../engine/task-outcome.ts';
import { exitCode } from '../diagnostics/define.ts';
import { narrowMatrix } from '../matrix/narrow-matrix.ts';
import type { Digest } from '../model/digest.ts';
import type { TaskOutcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { derivePlan } from '../plan/derive-plan.ts';
import { findLastWords, openTreasury } from '../project/open-paid-art.ts';
import type { Treasury } from '../project/open-paid-art.ts';
import { createPurchasePlan } from '../project/purchase-requests.ts';
import type { JobHandler, TakenJob } from '../spec/job-queue.ts';
import { emptyAnswer, isUncertain, readJob } from './jobs.ts';
import type { BuyJob, DrawJob, JobAnswer } from './jobs.ts';
import { isAway, storePatience } from './is-away.ts';
import { leaveKey } from './leave-bought.ts';
import { openPaid } from './open-paid.ts';
import type { WorkerBench } from './worker-bench.ts';

/** How long a job that another machine began to buy is left for that machine to end, in milliseconds. */
const patience = 60_000;

/** Makes what does jobs. Purchases are made one after the other: what is unfinished in the journal is then a dead process's. */
export function createJobHandler(bench: WorkerBench): JobHandler {
  const waited = new Map<string, number>();
  let last: Promise<unknown> = Promise.resolve();
  return async (taken) => {
    const job = readJob(taken.payload);
    if (job === undefined || job.fingerprint !== bench.survey.fingerprint) {
      bench.refuse(job?.fingerprint ?? 'something that this version does not know');
      return 'later';
    }
    if (job.kind === 'draw') return { ...(await draw(job, bench)) };
    const turn = last.then(() => buyWhenStoreIsThere(job, taken, { bench, waited }));
    last = turn.catch(() => undefined);
    const answer = await turn;
    if (answer === 'later') return answer;
    waited.delete(job.task);
    return { ...answer };
  };
}

async function draw({ cells }: DrawJob, bench: WorkerBench): Promise<JobAnswer> {
  const { workspace, project, sharing } = bench;
  const { plan } = derivePlan(narrowMatrix(project.inputs.assets, cells), project.inputs);
  const paid = await openPaid(bench, openTreasury(workspace.host.root), { cap: undefined, alone: false, buyAgain: false });
  const execution = await execute(plan, paid, bench);
  workspace.index.flush();
  // The job counts as done when others can have what was made.
  await sharing.uploads.drain();
  const failed = plan.cells.filter(({ encodes }) => !encodes.every((id) => isFinished(execution.outcomes.get(id)))).length;
  return { ...emptyAnswer, done: plan.cells.length - failed, failed };
}

interface Buying {
  readonly bench: WorkerBench;
  /** Task → when it was first put off. */
  readonly waited: Map<string, number>;
}

/** A store that is away for a moment fails no purchase: the job is given back, and what was received by then is handed over later. */
async function buyWhenStoreIsThere(job: BuyJob, taken: TakenJob, buying: Buying): Promise<JobAnswer | 'later'> {
  try {
    return await buy(job, taken, buying);
  } catch (error) {
    if (isAway(error) && isPatient(job.task, storePatience, buying)) return 'later';
    throw error;
  }
}

/**
 * Sends a request, unless somebody has the picture. Before anything is sent the job says who is about to: when a worker dies, only the same clone, which has the papers, may go on with it.
 * After a while without that clone the outcome is unknown, and a person decides.
 */
async function buy({ task, number, most, ...job }: BuyJob, taken: TakenJob, { bench, waited }: Buying): Promise<JobAnswer | 'later'> {
  const { workspace, self } = bench;
  const begun = readBeginning(taken);
  const isForeign = begun !== undefined && begun.by !== self;
  // A person's word is good for one request: not for the one that a dead worker has sent since.
  const buyAgain = job.buyAgain && begun === undefined;
  const treasury = openTreasury(workspace.host.root);
  const lines = begun?.lines ?? treasury.journal.ledger().length;
  if (!isForeign) await taken.note({ begunBy: self, lines });
  const paid = await openPaid(bench, treasury, { cap: isForeign ? undefined : most, alone: true, buyAgain });
  const plan = planPurchase(task, bench);
  const execution = await execute(limitCandidates(plan, task, number), paid, bench);
  const outcome = execution.outcomes.get(task);
  const key = recordOf(outcome)?.key;
  const after = openTreasury(workspace.host.root);
  if (key !== undefined && after.book.pictures(key).length >= number)
    return leave(key, after, { bench, spent: isForeign ? countLeft(key, after) : countSince(lines, task, { plan, after }) });
  if (isForeign) return waitForOther(task, { bench, waited });
  const problem = describeProblem(outcome, after);
  // What was certainly not billed may be tried by anybody.
  if (!isUncertain(problem.code)) await taken.note({});
  return { ...emptyAnswer, ...problem, failed: 1, spent: countSince(lines, task, { plan, after }) };
}

/** Candidates that came don't hide one of which nobody knows. */
function describeProblem(outcome: TaskOutcome | undefined, { journal }: Treasury): Pick<JobAnswer, 'code' | 'message'> {
  const [problem] = outcome?.status === 'failed' ? outcome.diagnostics : [];
  const isUnknown = problem?.exit === exitCode.unknownPayment || (isFinished(outcome) && journal.pending().some(({ intent }) => intent.key === outcome.key));
  if (isUnknown) return { code: 'PURCHASE_UNKNOWN', message: problem?.message ?? '' };
  return { code: problem?.code ?? 'ART_UNPAID', message: problem?.message ?? 'something that it is made from is missing' };
}

/** Who was about to send the request of a job, and how long that clone's ledger was then. */
interface Beginning {
  readonly by: string;
  readonly lines: number | undefined;
}

function readBeginning({ payload }: TakenJob): Beginning | undefined {
  const { begunBy, lines } = (payload['noted'] ?? {}) as { readonly begunBy?: unknown; readonly lines?: unknown };
  return typeof begunBy === 'string' ? { by: begunBy, lines: typeof lines === 'number' ? lines : undefined } : undefined;
}

/** A paid task with what goes into it. */
function planPurchase(task: string, { project: { inputs }, survey }: WorkerBench): Plan {
  return createPurchasePlan({ plan: derivePlan(survey.paid.get(task) ?? [], inputs).plan, ids: new Set([task]) });
}

function limitCandidates(plan: Plan, id: string, candidates: number): Plan {
  return { ...plan, tasks: plan.tasks.map((task) => (task.kind === 'generate' && task.id === id ? { ...task, candidates } : task)) };
}

async function leave(key: Digest, treasury: Treasury, { bench, spent }: { readonly bench: WorkerBench; readonly spent: number }): Promise<JobAnswer> {
  await leaveKey(key, treasury, bench);
  return { ...emptyAnswer, done: 1, key, spent };
}

/**
 * What a job came to in this clone, in US dollars, also in a process that died over it. What a person gave up was counted when it was sent.
 * @param lines length of the ledger when the job was begun
 */
function countSince(lines: number, id: string, { plan, after }: { readonly plan: Plan; readonly after: Treasury }): number {
  const task = plan.tasks.find((each) => each.id === id);
  const since = findLastWords(after.journal.ledger().slice(lines));
  const own = since.filter(({ art, outcome }) => task?.kind === 'generate' && art === task.art && outcome !== 'forgotten');
  return own.reduce((sum, { cost }) => sum + cost, 0);
}

/** What a worker paid that left its picture and died: nobody was told. */
function countLeft(key: Digest, { book }: Treasury): number {
  return Math.max(0, ...book.pictures(key).map(({ cost }) => cost));
}

function waitForOther(task: string, buying: Buying): JobAnswer | 'later' {
  if (isPatient(task, patience, buying)) return 'later';
  return { ...emptyAnswer, failed: 1, code: 'PURCHASE_UNKNOWN', message: 'the worker that sent the request is gone' };
}

/** Whether a task has been waited for less than so many milliseconds; after that the waiting begins anew. */
function isPatient(task: string, longest: number, { bench, waited }: Buying): boolean {
  const now = bench.workspace.host.clock.monotonic();
  const since = waited.get(task) ?? now;
  waited.set(task, since);
  if (now - since < longest) return true;
  waited.delete(task);
  return false;
}

function execute(plan: Plan, paid: PaidArt, { workspace, project, sharing, jobs, signal, tell }: WorkerBench): Promise<Execution> {
  const { index, store, host } = workspace;
  return executePlan({
    plan,
    tools: project.tools,
    index,
    store,
    paid,
    shared: sharing.results,
    clock: host.clock,
    jobs,
    signal,
    onEvent: (event) => {
      if (event.type === 'diagnostic') tell({ ...event.diagnostic, severity: 'warning', exit: 0 });
    },
  });
}
