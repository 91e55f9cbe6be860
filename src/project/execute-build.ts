import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import { inputChanged, outputLost } from '../diagnostics/storage.ts';
import { findWorstExit } from '../diagnostics/worst-exit.ts';
import { artNotLocked } from '../diagnostics/generate.ts';
import { drift } from '../diagnostics/project.ts';
import { exitCode } from '../diagnostics/define.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { BuildCounts, BuildEvent } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';
import type { ArtSummary, BuildOptions, BuildReport, EditedArt, PlannedPurchase, PurchaseSummary } from '../model/report.ts';
import type { Execution } from '../engine/execute-plan.ts';
import { createStopwatch } from '../engine/create-stopwatch.ts';
import { executePlan } from '../engine/execute-plan.ts';
import type { PaidArt } from '../engine/obtain-art.ts';
import { isFinished } from '../engine/task-outcome.ts';
import { lockName } from '../lock/lock-file.ts';
import { createManifest } from '../publish/create-manifest.ts';
import { indexEntries } from '../publish/list-layers.ts';
import type { ManifestAssets } from '../publish/manifest-assets.ts';
import { publishOutputs } from '../publish/publish-outputs.ts';
import type { Published } from '../publish/publish-outputs.ts';
import { manifestName, openManifest } from '../publish/read-manifest.ts';
import { acquireBuildLock } from '../store/build-lock.ts';
import { derivePlan } from '../plan/derive-plan.ts';
import type { Durations } from '../store/durations.ts';
import { openKeyMemory } from '../store/key-memory.ts';
import { openScratchFiles } from '../store/scratch-files.ts';
import type { ScratchFiles } from '../store/scratch-files.ts';
import { readSnapshot } from '../store/snapshot.ts';
import { locateState } from './state-paths.ts';
import { listAwaitedKeys, summariseAwaited } from './awaited-art.ts';
import { collectHeap } from './collect-heap.ts';
import { findDrift } from './find-drift.ts';
import { awaitedCode, createGathered, gatherExecution, listPictures } from './gather-execution.ts';
import type { ExecutedPlan, Gathered } from './gather-execution.ts';
import type { Host } from './host.ts';
import { uniteEdits } from './list-edits.ts';
import { listStandingResults } from './find-standing.ts';
import { findPurchases } from './find-purchases.ts';
import { listPurchases, summarisePurchases } from './list-purchases.ts';
import { findCap, openPaidArt, openTreasury } from './open-paid-art.ts';
import type { OpenedPaidArt, Treasury } from './open-paid-art.ts';
import { countOutputs, countTasks, preparePlan } from './prepare-plan.ts';
import type { PreparedPlan, Slicing } from './prepare-plan.ts';
import type { ProjectMemory } from './project-memory.ts';
import { createPurchasePlan } from './purchase-requests.ts';
import { rememberAssets } from './remember-assets.ts';
import { rememberBuild, rememberKeys } from './remember-build.ts';
import type { Sharing } from './open-sharing.ts';
import { rememberDurations } from './remember-durations.ts';
import { openWorkspace, prepareFolder, sweepState } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** Seconds that a build waits for another one of the same project. */
const defaultWait = 30;

/** How often a build starts over when inputs are edited while it runs, before it leaves the rest to the next build. */
const mostAttempts = 3;

/** What a build worked with, for a caller that goes on with it. */
export interface BuiltProject {
  readonly prepared: PreparedPlan;
  readonly execution: Execution;
  readonly workspace: Workspace;
  /** What is still to be bought. */
  readonly unpaid: readonly PlannedPurchase[];
  /** How long cells took that were made. */
  readonly times: Durations;
}

/** A part of a plan. */
export interface NarrowedPlan extends PreparedPlan {
  /** What all parts together are to buy, also where some have done so; default what is still to be bought. */
  readonly wanted?: PurchaseSummary;
}

/** A build all of which was executed. */
export interface DeliveredBuild {
  readonly prepared: PreparedPlan;
  readonly gathered: Gathered;
  readonly workspace: Workspace;
}

/** What a caller changes in the course of a build. */
export interface BuildCourse extends Slicing {
  /** What earlier builds of this process loaded: what draws, and its fonts, serve the next one too. */
  readonly memory?: ProjectMemory;
  /** Comes before anything is made, bought or published. */
  readonly prepare?: (prepared: PreparedPlan, workspace: Workspace) => Promise<void>;
  /** Narrows the build to a part of its plan; what may be spent is then that part's share of it. */
  readonly narrow?: (prepared: PreparedPlan, workspace: Workspace) => Promise<NarrowedPlan>;
  /** Whether nobody is asked for what waits in batches: for builds that follow each other within moments. */
  readonly leaveBatches?: boolean;
  /** Gets what the last attempt worked with, before the report; for a build in one piece. */
  readonly observe?: (built: BuiltProject) => void;
  /** Gets every part of the plan when it was executed. */
  readonly keep?: (executed: ExecutedPlan) => Promise<void>;
  /** Takes the place of publishing. */
  readonly deliver?: (built: DeliveredBuild) => Promise<void>;
  /** Whether nothing is bought, whatever consent there is. */
  readonly free?: boolean;
  /** Whether assets that stand as the last build left them are neither planned nor executed: for whoever needs no more than the report. */
  readonly leaveStanding?: boolean;
}

/** Builds with everything loaded, under the project's lock; see {@link build}. */
export async function executeBuild(options: BuildOptions, host: Host, course: BuildCourse = {}): Promise<BuildReport> {
  const session = createSession(options, host, course);
  try {
    const release = await lockProject(host, options);
    try {
      // State is read behind the lock: what another build has just made need not be made again.
      return session.report(await buildUntilStable(session, host, options));
    } finally {
      session.closeSharing();
      release();
    }
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    for (const diagnostic of error.diagnostics) session.tell(diagnostic);
    return session.report({});
  }
}

/** Where the state folder can't be written there is nothing to lock, and nothing that two builds could spoil but outputs of the same bytes. */
async function lockProject(host: Host, { wait = defaultWait, onEvent, signal }: BuildOptions): Promise<() => void> {
  const paths = locateState(host.root);
  if (!prepareFolder(paths.folder)) return () => undefined;
  const wasLocked = existsSync(paths.lock);
  const release = await acquireBuildLock({
    path: paths.lock,
    clock: host.clock,
    wait: wait * 1000,
    onWait: (owner) => onEvent?.({ type: 'waiting', pid: owner.pid, host: owner.host, since: owner.since }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (wasLocked) sweepState(paths);
  return release;
}

/**
 * An input that was edited while the build read it, and a stored result that turned out damaged, are mended by starting over: all that is
 * unchanged comes from the cache.
 */
async function buildUntilStable(session: Session, host: Host, options: BuildOptions): Promise<BuildEnd> {
  let leaveStanding = session.course.leaveStanding ?? false;
  for (let attempt = 1; ; attempt += 1) {
    const { workspace, ...end } = await buildWithScratch(session, host, options, leaveStanding);
    const changed = workspace.files.changed();
    const lost = end.published?.lost ?? [];
    for (const path of changed) session.tell(inputChanged({ path }));
    if (changed.length + lost.length === 0 || options.signal?.aborted) return end;
    if (attempt === mostAttempts) {
      for (const path of lost) session.tell(outputLost({ path }));
      return end;
    }
    // Whatever is lost is found only by looking at everything.
    leaveStanding &&= lost.length === 0;
    session.restart();
  }
}

async function buildWithScratch(
  session: Session,
  host: Host,
  options: BuildOptions,
  leaveStanding: boolean,
): Promise<BuildEnd & { readonly workspace: Workspace }> {
  const { workspace, outputs } = openBuild(host);
  // The snapshot has been read twice, once to see whether there is something to do, and is long.
  if (outputs > manyOutputs) collectHeap();
  const scratch = openScratchFiles(workspace.writable ? workspace.paths.folder : undefined);
  try {
    return { ...(await buildOnce(session, workspace, options, { scratch, leaveStanding })), workspace };
  } finally {
    scratch.close();
  }
}

/** Outputs from which on a build has rubbish collected that would make the heap grow. */
const manyOutputs = 5000;

/** @returns `outputs` of the last build */
function openBuild(host: Host): { readonly workspace: Workspace; readonly outputs: number } {
  const snapshot = readSnapshot(locateState(host.root).snapshot);
  return { workspace: openWorkspace(host, snapshot), outputs: (snapshot?.outputs.length ?? 0) / 2 };
}

interface BuildStart {
  /** What is gathered waits there. */
  readonly scratch: ScratchFiles;
  readonly leaveStanding: boolean;
}

async function buildOnce(session: Session, workspace: Workspace, options: BuildOptions, { scratch, leaveStanding }: BuildStart): Promise<BuildEnd> {
  session.tellWarnings(workspace);
  session.emit({ type: 'phase', phase: 'load' });
  const { course } = session;
  const whole = await preparePlan(workspace, options, { leaveStanding, mostCells: course.mostCells, memory: course.memory });
  const prepared: NarrowedPlan = (await course.narrow?.(whole, workspace)) ?? whole;
  for (const diagnostic of prepared.diagnostics) session.tell(diagnostic);
  if (whole.standing.outputs + whole.later.outputs > manyOutputs) collectHeap();
  await course.prepare?.(prepared, workspace);
  const { plan, project } = prepared;
  tellPlanned(session, prepared);

  session.emit({ type: 'phase', phase: 'execute' });
  const sharing = await session.share(workspace, prepared);
  const { paid, budget, treasury, purchases, collected } = await openPaid(session, workspace, { prepared, whole, options, sharing });
  const countBought = createPictureCounter(treasury);
  const running = { session, workspace, prepared, options, paid, treasury, sharing, scratch };
  const executed = await runPlan(plan, running);
  const { execution, times } = executed;
  const unpaid = findUnpaid(purchases, { plan, execution, treasury });
  if (options.frozen) for (const each of unpaid) if (execution.outcomes.get(each.task)?.status === 'blocked') session.tell(describeMissing(each));
  course.observe?.({ prepared, execution, workspace, unpaid, times });
  const gathered = await runLater(executed, running);
  session.spend(budget.spent());
  if (gathered.art.size + prepared.standing.art.size > 0)
    session.noteArt(describeArt({ bought: countBought(), prepared, gathered, unpaid, collected, treasury, batch: options.batch ?? false }));
  if (options.signal?.aborted) return { gathered, prepared, exit: exitCode.interrupted };
  if (course.deliver !== undefined) {
    await course.deliver({ prepared, gathered, workspace });
    await sharing?.finish(prepared);
    return { prepared, gathered };
  }
  const { published, manifest, isDrifting, filesOf } = await publishBuilt(gathered, running);
  await sharing?.finish(prepared, isWhole(options) ? listSharedKeys(prepared, gathered) : undefined);
  session.tellWarnings(workspace);
  // The lock is written while pictures are bought: only now it is what the next build starts from.
  if (project.generators.size > 0 && workspace.files.exists(lockName)) await workspace.files.digest(lockName);
  rememberDurations(workspace, whole, gathered.times);
  const isClean = session.isClean() && published.lost.length + unpaid.length + treasury.journal.batches().length === 0;
  if (isClean && workspace.writable) rememberBuild({ workspace, prepared, filesOf, options });
  // A frozen build that drifts leaves another manifest than what it made.
  if (!isDrifting && published.lost.length === 0)
    await rememberAssets({ ...gathered, workspace, prepared, book: treasury.book, filesOf, told: session.told() });
  return { gathered, prepared, published, manifest };
}

/** Keys of all results that the project rests on, whether they were looked up or stand. */
function listSharedKeys({ standing }: PreparedPlan, { keys }: Gathered): readonly Digest[] {
  return [...new Set([...listStandingResults(standing), ...[...keys.values()].flatMap((own) => [...own])])];
}

/** What stands is finished before anything begins. */
function tellPlanned(session: Session, prepared: PreparedPlan): void {
  const { plan, later, standing } = prepared;
  session.emit({
    type: 'planned',
    cells: plan.cells.length + later.cells + standing.cells.length,
    outputs: countOutputs(plan) + later.outputs + standing.outputs,
    tasks: countTasks(prepared),
  });
  for (const warning of standing.warnings) session.tell(warning);
  for (const { id } of standing.cells) session.emit({ type: 'cell', id, status: 'cached' });
}

/** What plans are executed with. */
interface Running {
  readonly session: Session;
  readonly workspace: Workspace;
  readonly prepared: PreparedPlan;
  readonly options: BuildOptions;
  readonly paid: PaidArt;
  readonly treasury: Treasury;
  readonly sharing: Sharing | undefined;
  readonly scratch: ScratchFiles;
}

async function runPlan(plan: Plan, { session, workspace, prepared, options, paid, treasury, sharing }: Running): Promise<ExecutedPlan> {
  const { index, store, host } = workspace;
  const stopwatch = createStopwatch(plan);
  const onEvent = (event: BuildEvent): void => {
    stopwatch.note(event);
    session.emit(event);
  };
  const given = { ...(options.signal && { signal: options.signal }), ...(sharing && { shared: sharing.results }) };
  const jobs = options.jobs ?? host.parallelism;
  const execution = await executePlan({ plan, tools: prepared.project.tools, index, store, paid, clock: host.clock, jobs, onEvent, ...given });
  index.flush();
  return { plan, execution, times: stopwatch.read(), bought: indexEntries(treasury.book.lines()), isNoted: sharing?.trust.writes !== undefined };
}

/** Gathers what the first slice came to, then executes the others one by one: what is alive is one slice of the build and what is gathered of all. */
async function runLater(first: ExecutedPlan, running: Running): Promise<Gathered> {
  const { session, prepared, options, workspace } = running;
  const memory = openKeyMemory(workspace.paths.keyMemory);
  const gather = async (before: Gathered, executed: ExecutedPlan): Promise<Gathered> => {
    if (!options.signal?.aborted) for (const change of rememberKeys({ ...executed, memory })) before.made.push(change);
    if (workspace.writable) memory.flush();
    await session.course.keep?.(executed);
    return gatherExecution(before, executed);
  };
  let gathered = await gather(createGathered(running.scratch), first);
  for (const slice of prepared.later.slices) {
    if (options.signal?.aborted) return gathered;
    collectHeap();
    gathered = await gather(gathered, await runPlan(derivePlan(slice, prepared.project.inputs).plan, running));
  }
  if (workspace.writable) memory.save(new Set(prepared.matrix.flatMap(({ cells }) => cells.map(({ id }) => id))));
  return gathered;
}

interface PublishedBuild {
  readonly published: Published;
  /** Path of what names it. */
  readonly manifest: string;
  readonly isDrifting: boolean;
  /** Path, stamp, path, stamp, … of an asset's files, as they lie there now. */
  readonly filesOf: (asset: string) => readonly string[];
}

/** Names, signs and publishes what was built. */
async function publishBuilt(gathered: Gathered, { session, prepared, workspace, options, treasury, scratch }: Running): Promise<PublishedBuild> {
  session.emit({ type: 'phase', phase: 'publish' });
  const { matrix, standing, project } = prepared;
  const { sign, output } = project.config;
  const { root } = workspace.host;
  const { dir } = output;
  const manifest = `${dir}/${manifestName}`;
  // A frozen build compares all of what is published.
  const keep = options.frozen ? new Set<string>() : standing.ids;
  const previous = openManifest(root, dir, keep);
  if (previous === undefined && keep.size > 0) return { published: loseManifest(dir), manifest, isDrifting: false, filesOf: () => [] };
  const wanted = createManifest({ pictures: listPictures(gathered), matrix, previous });
  const stale = options.frozen ? findDrift(previous, wanted, sign !== undefined) : [];
  if (stale.length > 0) session.tell(drift({ cells: stale.length, example: stale[0]! }));
  const stamps = scratch.open<readonly string[]>();
  const published = await publishOutputs({
    root,
    dir,
    manifest: stale.length > 0 ? previous! : await signManifest(wanted, { previous, options, prepared, workspace, treasury, scratch }),
    previous,
    store: workspace.store,
    stampsOf: createStampLookup(prepared, workspace),
    adopt: options.adopt ?? false,
    pending: workspace.writable ? workspace.paths.publishing : undefined,
    stamps,
  });
  const filesOf = (id: string): readonly string[] => (keep.has(id) ? (standing.memory.find(id)?.files ?? []) : stamps.read(id).flat());
  return { published, manifest, isDrifting: stale.length > 0, filesOf };
}

/** Whether a build is of all that the config declares. */
function isWhole({ only, locales, sizes }: BuildOptions): boolean {
  return only === undefined && locales === undefined && sizes === undefined;
}

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
async function openPaid(session: Session, workspace: Workspace, { prepared, whole, options, sharing }: PaidBuild): Promise<OpenedBuild> {
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
function createPictureCounter({ book }: Treasury): () => number {
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

function describeArt({ bought, prepared, gathered, unpaid, collected, treasury, batch }: BoughtArt): ArtSummary {
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
function describeMissing({ art, model, low, high }: PlannedPurchase): Diagnostic {
  return artNotLocked({ art, model, low, high }, { asset: art.slice(0, art.indexOf('/')), details: { art, low, high } });
}

/** Codes of art that is missing because nobody paid for it; other failures are not mended by money. */
const unpaidCodes: ReadonlySet<string> = new Set(['ART_UNPAID', 'ART_NOT_LOCKED', 'BUDGET_EXCEEDED', 'PRICE_UNKNOWN']);

/** What is left of the purchases that a plan wanted. */
function findUnpaid(
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

/** Somebody took it away while the build went on: the build starts over. */
function loseManifest(dir: string): Published {
  return { written: 0, removed: [], lost: [`${dir}/${manifestName}`] };
}

interface SigningBuild extends Pick<Running, 'options' | 'prepared' | 'workspace' | 'treasury' | 'scratch'> {
  readonly previous: ManifestAssets | undefined;
}

/** Signing is the last step, since its bytes never repeat. A frozen build, which found no drift, publishes what was signed before. */
async function signManifest(manifest: ManifestAssets, { previous, options, prepared, workspace, treasury, scratch }: SigningBuild): Promise<ManifestAssets> {
  const { sign, output } = prepared.project.config;
  if (sign === undefined) return manifest;
  if (options.frozen && previous !== undefined) return previous;
  const { signOutputs } = await import('./sign-outputs.ts');
  const bought = indexEntries(treasury.book.lines());
  return signOutputs({ manifest, previous, scratch, settings: sign, dir: output.dir, workspace, vault: treasury.vault, bought });
}

/** Stamps under which the last build left the files of an asset. The snapshot is read for assets of which nothing else is remembered. */
function createStampLookup({ standing, project }: PreparedPlan, { paths }: Workspace): (asset: string) => ReadonlyMap<string, string> {
  let others: ReadonlyMap<string, readonly string[]> | undefined;
  const findOthers = (): ReadonlyMap<string, readonly string[]> =>
    (others ??= groupStamps(readSnapshot(paths.snapshot)?.outputs ?? [], project.config.output.dir));
  return (asset) => pairStamps(standing.memory.find(asset)?.files ?? findOthers().get(asset) ?? []);
}

/** Files lie in the folder of their asset. */
function groupStamps(outputs: readonly string[], dir: string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (let at = 0; at < outputs.length; at += 2) {
    const asset = outputs[at]!.slice(dir.length + 1).split('/', 1)[0]!;
    const group = groups.get(asset);
    if (group === undefined) groups.set(asset, outputs.slice(at, at + 2));
    else group.push(outputs[at]!, outputs[at + 1]!);
  }
  return groups;
}

function pairStamps(files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(files.flatMap((path, at) => (at % 2 === 0 ? [[path, files[at + 1]!] as const] : [])));
}

/** What a build has to tell, gathered while it runs. */
interface Session {
  readonly course: BuildCourse;
  readonly emit: (event: BuildEvent) => void;
  /** Reports a diagnostic, once. */
  tell(diagnostic: Diagnostic): void;
  /** Reports what opening and reading the state brought up since the last time. */
  tellWarnings(workspace: Workspace): void;
  isClean(): boolean;
  /** All that was told so far. */
  told(): readonly Diagnostic[];
  /** Adds what an attempt spent, in US dollars. */
  spend(amount: number): void;
  /** What is left to spend of what was agreed to; a person is asked once, however often the build starts over. */
  capOf(find: () => Promise<number | undefined>): Promise<number | undefined>;
  /** Adds what an attempt bought; what is missing is as the last one left it. */
  noteArt(art: ArtSummary): void;
  /** Opens the store that the project shares, if it names one. */
  share(workspace: Workspace, prepared: PreparedPlan): Promise<Sharing | undefined>;
  closeSharing(): void;
  /** Forgets what the attempt before found, but for what was told. */
  restart(): void;
  report(end: BuildEnd): BuildReport;
}

interface BuildEnd {
  readonly gathered?: Gathered;
  readonly prepared?: PreparedPlan;
  readonly published?: Published;
  readonly manifest?: string;
  readonly exit?: number;
}

function createSession(options: BuildOptions, host: Host, course: BuildCourse): Session {
  const start = host.clock.monotonic();
  const diagnostics: Diagnostic[] = [];
  const told = new Set<string>();
  const noteTold = (each: Diagnostic): void => {
    // What was said of an asset is not said once more of nobody.
    for (const name of [nameDiagnostic(each), nameDiagnostic({ code: each.code, message: each.message })]) told.add(name);
  };
  let spent = 0;
  let agreed: number | undefined;
  let art: ArtSummary | undefined;
  let sharing: Sharing | undefined;
  const emit = (event: BuildEvent): void => {
    if (event.type === 'diagnostic') return tell(event.diagnostic);
    options.onEvent?.(event);
  };
  const tell = (found: Diagnostic): void => {
    // Whoever orders in batches asked for nothing but that it is ordered.
    if (options.batch === true && found.code === awaitedCode) return;
    // Whoever reads it knows the project, and nothing of this machine.
    const diagnostic = { ...found, message: found.message.replaceAll(`${host.root}${sep}`, '') };
    if (told.has(nameDiagnostic(diagnostic))) return;
    noteTold(diagnostic);
    diagnostics.push(diagnostic);
    options.onEvent?.({ type: 'diagnostic', diagnostic });
  };
  return {
    course,
    emit,
    tell,
    tellWarnings: ({ warnings }) => {
      for (const warning of warnings.splice(0)) tell(warning);
    },
    spend: (amount) => {
      spent += amount;
    },
    capOf: async (find) => {
      agreed ??= await find();
      return agreed === undefined ? undefined : Math.max(0, agreed - spent);
    },
    noteArt: (next) => {
      const collected = { pictures: sumOf(next, art, 'pictures'), cost: sumOf(next, art, 'cost') };
      art = { ...next, bought: next.bought + (art?.bought ?? 0), ...(collected.pictures > 0 && { collected }) };
    },
    share: async (workspace, prepared) => {
      const { config } = prepared.project;
      sharing?.close();
      sharing = undefined;
      if (options.alone || (config.store === undefined && (host.environment['VISUALS_STORE_URL'] ?? '') === '')) return undefined;
      const { openSharing } = await import('./open-sharing.ts');
      sharing = await openSharing({ workspace, config, tasks: countTasks(prepared), tell });
      return sharing;
    },
    closeSharing: () => sharing?.close(),
    isClean: () => diagnostics.every((each) => each.severity === 'warning'),
    told: () => diagnostics,
    restart: () => {
      diagnostics.splice(0, diagnostics.length, ...diagnostics.filter((each) => each.severity === 'warning'));
      told.clear();
      for (const each of diagnostics) noteTold(each);
    },
    report: ({ gathered = createGathered(openScratchFiles(undefined)), prepared, published, manifest = '', exit = findWorstExit(diagnostics) }) => {
      const counts = countAll(gathered, prepared);
      const { made, ran } = gathered;
      const removed = published?.removed ?? [];
      const milliseconds = host.clock.monotonic() - start;
      emit({ type: 'finished', counts, removed, milliseconds, exit });
      return { exit, counts, made, removed, manifest, diagnostics, milliseconds, spent, ...(art !== undefined && { art }), ran };
    },
  };
}

function sumOf(next: ArtSummary, before: ArtSummary | undefined, field: 'pictures' | 'cost'): number {
  return (next.collected?.[field] ?? 0) + (before?.collected?.[field] ?? 0);
}

/** Two of the same name say the same of the same. */
function nameDiagnostic({ code, message, cell = '', asset = '' }: Pick<Diagnostic, 'code' | 'message' | 'cell' | 'asset'>): string {
  return [code, message, cell, asset].join('\0');
}

/** What was gathered, what stands, and what could not be planned. */
function countAll({ counts }: Gathered, prepared: PreparedPlan | undefined): BuildCounts {
  return { ...counts, cached: counts.cached + (prepared?.standing.cells.length ?? 0), failed: counts.failed + (prepared?.failed.length ?? 0) };
}
