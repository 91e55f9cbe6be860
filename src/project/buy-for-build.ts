import { artNotLocked } from '../diagnostics/generate.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { BuildEvent } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';
import type { ArtSummary, BuildOptions, EditedArt, PlannedPurchase, PurchaseSummary } from '../model/report.ts';
import type { Execution } from '../engine/execute-plan.ts';
import { executePlan } from '../engine/execute-plan.ts';
import type { PaidArt } from '../engine/obtain-art.ts';
import { isFinished } from '../engine/task-outcome.ts';
import { listAwaitedKeys, summariseAwaited } from './awaited-art.ts';
import type { Gathered } from './gather-execution.ts';
import { uniteEdits } from './list-edits.ts';
import { findPurchases } from './find-purchases.ts';
import { listPurchases, summarisePurchases } from './list-purchases.ts';
import { findCap, openPaidArt, openTreasury } from './open-paid-art.ts';
import type { OpenedPaidArt, Treasury } from './open-paid-art.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import { createPurchasePlan } from './purchase-requests.ts';
import type { Sharing } from './open-sharing.ts';
import type { Workspace } from './workspace.ts';
import type { NarrowedPlan } from './build-course.ts';
import type { Session } from './build-session.ts';

interface OpenedBuild extends OpenedPaidArt {
  readonly treasury: Treasury;
  /** What the plan would buy. */
  readonly purchases: readonly PlannedPurchase[];
}

interface PaidBuild {
  readonly prepared: NarrowedPlan;
  readonly whole: PreparedPlan;
  readonly options: BuildOptions;
  readonly sharing: Sharing | undefined;
}

/** Only a plan with paid tasks, or papers of earlier purchases, asks for more than the lock. */
export async function openPaid(session: Session, workspace: Workspace, { prepared, whole, options, sharing }: PaidBuild): Promise<OpenedBuild> {
  const { plan, project } = prepared;
  const { host } = workspace;
  const own = openTreasury(host.root);
  const treasury = { ...own, vault: sharing?.support(own.vault) ?? own.vault };
  const missing = await findPurchases(whole, workspace, treasury, options.buyAgain);
  const all = listPurchases(whole.plan, { purchases: missing }, project.generators, options.batch);
  const tasks = new Set(plan.tasks.map(({ id }) => id));
  const purchases = all.filter(({ task }) => tasks.has(task));
  const wanted = summarisePurchases(all);
  // Consent is for a build: of several shards, each may spend what falls to it.
  const shared = all.length === 0 ? wanted : (prepared.wanted ?? wanted);
  const findShare = async (): Promise<number | undefined> =>
    shareCap(await findCap(project.config, host, options, shared), shared, summarisePurchases(purchases));
  const cap = session.course.free ? undefined : await session.capOf(findShare);
  const signal = options.signal ?? new AbortController().signal;
  const { leaveBatches = false } = session.course;
  const opened = await openPaidArt({ project, treasury, host, options, wanted, cap, alone: workspace.writable, leaveBatches, signal, emit: session.emit });
  await opened.orderAll?.(async (source) => orderArt({ paid: source, prepared, workspace, session, signal }));
  return { ...opened, treasury, purchases };
}

interface OrderingBuild {
  readonly paid: PaidArt;
  readonly prepared: PreparedPlan;
  readonly workspace: Workspace;
  readonly session: Session;
  readonly signal: AbortSignal;
}

/** Brings what is to be bought as far as its order. What goes wrong for another reason than that it is not bought yet is told. */
async function orderArt({ paid, prepared, workspace, session, signal }: OrderingBuild): Promise<void> {
  const { index, store, host } = workspace;
  const { plan, project } = prepared;
  const onEvent = (event: BuildEvent): void => {
    if (event.type === 'diagnostic' && event.diagnostic.code !== 'ART_UNPAID') session.tell(event.diagnostic);
  };
  // All of it, not what was foretold: a batch that was found to have failed is missing too.
  const orders = createPurchasePlan({ plan, ids: new Set(plan.tasks.flatMap(({ kind, id }) => (kind === 'generate' ? [id] : []))) });
  await executePlan({ plan: orders, tools: project.tools, index, store, paid, clock: host.clock, jobs: host.parallelism, onEvent, signal });
}

/** A part's share of what may be spent, by what it would cost at most; by pictures where no price is known. */
function shareCap(cap: number | undefined, whole: PurchaseSummary, part: PurchaseSummary): number | undefined {
  if (cap === undefined || part.pictures === whole.pictures) return cap;
  const share = whole.known && whole.high > 0 ? part.high / whole.high : part.pictures / whole.pictures;
  // Rounded down to a millionth of a dollar: shares never come to more than the whole.
  return Math.floor(cap * share * 1e6) / 1e6;
}

/** Counts the pictures that came into the lock since it was made. */
export function createPictureCounter({ book }: Treasury): () => number {
  const count = (): number => book.lines().filter((line) => line.type === 'picture').length;
  const before = count();
  return () => count() - before;
}

interface BoughtArt extends Pick<OpenedBuild, 'collected' | 'treasury'> {
  readonly batch: boolean;
  readonly bought: number;
  readonly prepared: PreparedPlan;
  readonly gathered: Gathered;
  readonly unpaid: readonly PlannedPurchase[];
}

/** What is told of bought art. */
export function describeArt({ bought, prepared, gathered, unpaid, collected, treasury, batch }: BoughtArt): ArtSummary {
  const edits = uniteEdits(listShownEdits(prepared, gathered));
  return {
    bought,
    drafts: gathered.drafts,
    unpaid: summarisePurchases(unpaid),
    ...(batch && { batch }),
    ...(edits.length > 0 && { edits }),
    ...(collected.pictures > 0 && { collected }),
    ...summariseAwaited(treasury.journal),
  };
}

/** In the order of the config, whether an asset stands or was looked at. */
function listShownEdits({ matrix, standing }: PreparedPlan, { art }: Gathered): readonly EditedArt[] {
  return matrix.flatMap(({ asset: { id } }) => (standing.art.get(id) ?? art.get(id))?.edits ?? []);
}

/** Art that waits for other art was not asked for itself, and is missing all the same. */
export function describeMissing({ art, model, low, high }: PlannedPurchase): Diagnostic {
  return artNotLocked({ art, model, low, high }, { asset: art.slice(0, art.indexOf('/')), details: { art, low, high } });
}

/** Codes of art that is missing because nobody paid for it; other failures are not mended by money. */
const unpaidCodes: ReadonlySet<string> = new Set(['ART_UNPAID', 'ART_NOT_LOCKED', 'BUDGET_EXCEEDED', 'PRICE_UNKNOWN']);

/** What is left of the purchases that a plan wanted. */
export function findUnpaid(
  purchases: readonly PlannedPurchase[],
  { plan, execution, treasury }: { readonly plan: Plan; readonly execution: Execution; readonly treasury: Treasury },
): readonly PlannedPurchase[] {
  const candidates = new Map(plan.tasks.flatMap((task) => (task.kind === 'generate' ? [[task.id, task.candidates] as const] : [])));
  const awaited = listAwaitedKeys(treasury.journal);
  return purchases.filter(({ task }) => {
    const outcome = execution.outcomes.get(task);
    if (isFinished(outcome) && awaited.has(outcome.key)) return false;
    if (outcome?.status === 'failed') return outcome.diagnostics.some(({ code }) => unpaidCodes.has(code));
    if (!isFinished(outcome)) return outcome !== undefined;
    return outcome.result.facts['draft'] === true || treasury.book.pictures(outcome.key).length < candidates.get(task)!;
  });
}
