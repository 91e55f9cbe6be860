import { actionFor } from '../actions/registry.ts';
import { spendConsent } from '../diagnostics/generate.ts';
import { referenceUnbought } from '../diagnostics/lock.ts';
import { executePlan } from '../engine/execute-plan.ts';
import type { Execution } from '../engine/execute-plan.ts';
import type { PaidArt } from '../engine/obtain-art.ts';
import { recordOf } from '../engine/task-outcome.ts';
import type { Digest } from '../model/digest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { EventSink } from '../model/event.ts';
import type { GenerateTask, Plan } from '../model/plan.ts';
import type { BuildOptions, PlannedPurchase, PurchaseSummary } from '../model/report.ts';
import { checkRequests } from './check-requests.ts';
import { listPurchases, summarisePurchases } from './list-purchases.ts';
import type { LoadedProject } from './load-project.ts';
import { findCap, openPaidArt } from './open-paid-art.ts';
import type { Treasury } from './open-paid-art.ts';
import type { Workspace } from './workspace.ts';

/** A project that is opened for buying. */
export interface Purchaser {
  readonly workspace: Workspace;
  readonly project: LoadedProject;
  readonly treasury: Treasury;
  readonly options: PurchaseOptions;
}

/** What a command that buys takes besides. */
export type PurchaseOptions = Pick<BuildOptions, 'spend' | 'buyAgain' | 'confirmSpend' | 'signal' | 'onEvent' | 'jobs'>;

/** What became of paid requests. */
export interface PurchasedRequests {
  /** Task → key of its request; those that could not be completed are absent. */
  readonly keys: ReadonlyMap<string, Digest>;
  /** What is still to be bought. */
  readonly missing: readonly PlannedPurchase[];
  /** Pictures that were bought now. */
  readonly bought: number;
  /** US dollars that were spent now. */
  readonly spent: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Which requests of a plan a command is about. */
export interface RequestSelection {
  readonly plan: Plan;
  /** Names of tasks. */
  readonly ids: ReadonlySet<string>;
}

/** What there is of paid requests, without any purchase: what is free is made, what is in the lock is found. */
export async function findRequests(purchaser: Purchaser, selection: RequestSelection): Promise<PurchasedRequests> {
  const { execution, diagnostics } = await execute(purchaser, selection, { cap: undefined, wanted: nothing });
  const told = diagnostics.filter(({ code }) => code !== 'ART_UNPAID' && !(purchaser.options.buyAgain === true && repeatable.has(code)));
  return { ...describe(purchaser, selection, execution), bought: 0, spent: 0, diagnostics: told };
}

/** What a person's word to buy again settles. */
const repeatable: ReadonlySet<string> = new Set(['PURCHASE_UNKNOWN', 'PURCHASE_REFUSED', 'BATCH_UNKNOWN', 'BATCH_LOST']);

/**
 * Buys what paid requests of a plan lack, by the same protocol as a build, and nothing besides: no card is composed, nothing is published. Problems with the requests
 * are reported before any cent, consent is asked for once.
 * @param command what the person typed, for the fix of `SPEND_CONSENT`
 */
export async function purchaseRequests(purchaser: Purchaser, selection: RequestSelection, command: string): Promise<PurchasedRequests> {
  const { project, workspace, options } = purchaser;
  const found = await findRequests(purchaser, selection);
  const missing = new Set(found.missing.map(({ task }) => task));
  const requests = selection.plan.tasks.filter((task) => task.kind === 'generate').filter(({ id }) => missing.has(id));
  const problems = [...(await project.tools.locate(checkRequests(requests, project.generators))), ...found.diagnostics];
  const wanted = summarisePurchases(found.missing);
  if (missing.size === 0 || problems.some(({ severity }) => severity === 'error')) return { ...found, diagnostics: problems };
  const cap = await findCap(project.config, workspace.host, options, wanted);
  if (cap === undefined) return { ...found, diagnostics: [...problems, spendConsent({ ...wanted, command })] };
  return buy(purchaser, selection, { cap, wanted, problems });
}

const nothing: PurchaseSummary = { pictures: 0, low: 0, high: 0, known: true };

interface Consent {
  /** US dollars. */
  readonly cap: number | undefined;
  readonly wanted: PurchaseSummary;
}

async function buy(
  purchaser: Purchaser,
  selection: RequestSelection,
  consent: Consent & { readonly problems: readonly Diagnostic[] },
): Promise<PurchasedRequests> {
  const before = countPictures(purchaser.treasury);
  const { execution, diagnostics, spent } = await execute(purchaser, selection, consent);
  const bought = countPictures(purchaser.treasury) - before;
  return { ...describe(purchaser, selection, execution), bought, spent, diagnostics: [...consent.problems, ...diagnostics] };
}

interface Executed {
  readonly execution: Execution;
  readonly spent: number;
  readonly diagnostics: readonly Diagnostic[];
}

async function execute({ workspace, project, treasury, options }: Purchaser, selection: RequestSelection, { cap, wanted }: Consent): Promise<Executed> {
  const { host, index, store } = workspace;
  const diagnostics: Diagnostic[] = [];
  const emit: EventSink = (event) => {
    if (event.type === 'diagnostic') diagnostics.push(event.diagnostic);
    else if (event.type === 'purchase') options.onEvent?.(event);
  };
  const signal = options.signal ?? new AbortController().signal;
  const { paid, budget } = await openPaidArt({ project, treasury, host, options, wanted, cap, alone: workspace.writable && cap !== undefined, signal, emit });
  const execution = await executePlan({
    plan: createPurchasePlan(selection),
    tools: project.tools,
    index,
    store,
    paid: guardOthers(paid, selection, treasury),
    clock: host.clock,
    jobs: options.jobs ?? host.parallelism,
    onEvent: emit,
    signal,
  });
  index.flush();
  return { execution, spent: budget.spent(), diagnostics };
}

/** A plan that ends in the wanted pictures, as other plans end in files; and holds what goes into them alone. */
export function createPurchasePlan({ plan, ids }: RequestSelection): Plan {
  const needed = new Set(ids);
  // Inputs come first, so that a task is met after all that need it.
  for (const task of plan.tasks.toReversed()) if (needed.has(task.id)) for (const input of actionFor(task).inputs(task)) needed.add(input);
  const [first] = plan.cells;
  const cells = first === undefined ? [] : [...ids].map((id) => ({ ...first, encodes: [id] }));
  return { ...plan, tasks: plan.tasks.filter(({ id }) => needed.has(id)), cells };
}

/** Art that goes into the wanted pictures, and is not itself wanted, is taken as the lock has it and never bought on the way. */
function guardOthers(paid: PaidArt, { ids }: RequestSelection, { book }: Treasury): PaidArt {
  return {
    read: (digest) => paid.read(digest),
    obtain: async (order) => {
      if (ids.has(order.task.id)) return paid.obtain(order);
      const entry = book.chosen(order.key);
      if (entry === undefined) throw new VisualsError(referenceUnbought({ art: order.task.art }));
      return { status: 'locked', entry };
    },
  };
}

function describe({ project, treasury }: Purchaser, { plan, ids }: RequestSelection, { outcomes }: Execution): Pick<PurchasedRequests, 'keys' | 'missing'> {
  const keys = new Map([...ids].flatMap((id) => (recordOf(outcomes.get(id)) === undefined ? [] : [[id, recordOf(outcomes.get(id))!.key] as const])));
  const countMissing = ({ id, candidates }: GenerateTask): number => candidates - (keys.has(id) ? treasury.book.pictures(keys.get(id)!).length : 0);
  const wanted = plan.tasks.filter((task) => task.kind === 'generate').filter(({ id }) => ids.has(id));
  const purchases = new Map(wanted.flatMap((task) => (countMissing(task) > 0 ? [[task.id, countMissing(task)] as const] : [])));
  return { keys, missing: listPurchases(plan, { purchases }, project.generators) };
}

function countPictures({ book }: Treasury): number {
  return book.lines().filter((line) => line.type === 'picture').length;
}
