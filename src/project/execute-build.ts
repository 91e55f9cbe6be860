import { existsSync } from 'node:fs';
import { inputChanged, outputLost } from '../diagnostics/storage.ts';
import { exitCode } from '../diagnostics/define.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { BuildEvent } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';
import type { BuildOptions, BuildReport } from '../model/report.ts';
import { createPauses } from '../engine/create-pauses.ts';
import { createStopwatch } from '../engine/create-stopwatch.ts';
import { executePlan } from '../engine/execute-plan.ts';
import type { PaidArt } from '../engine/obtain-art.ts';
import { lockName } from '../lock/lock-file.ts';
import { indexEntries } from '../publish/list-layers.ts';
import { acquireBuildLock } from '../store/build-lock.ts';
import { openKeyMemory } from '../store/key-memory.ts';
import { openScratchFiles } from '../store/scratch-files.ts';
import type { ScratchFiles } from '../store/scratch-files.ts';
import { readSnapshot } from '../store/snapshot.ts';
import { locateState } from './state-paths.ts';
import { collectGrowth, collectHeap } from './collect-heap.ts';
import { createGathered, gatherExecution } from './gather-execution.ts';
import type { ExecutedPlan, Gathered } from './gather-execution.ts';
import type { Host } from './host.ts';
import { countOutputs, countTasks, deriveSlice, preparePlan } from './prepare-plan.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import { listStandingResults } from './find-standing.ts';
import { rememberAssets } from './remember-assets.ts';
import { rememberBuild, rememberKeys } from './remember-build.ts';
import type { Sharing } from './open-sharing.ts';
import { rememberDurations } from './remember-durations.ts';
import { openWorkspace, prepareFolder, sweepState } from './workspace.ts';
import type { Workspace } from './workspace.ts';
import type { NarrowedPlan, BuildCourse } from './build-course.ts';
import { createSession } from './build-session.ts';
import type { Session, BuildEnd } from './build-session.ts';
import { openPaid, createPictureCounter, describeArt, describeMissing, findUnpaid } from './buy-for-build.ts';
import { publishBuilt } from './publish-build.ts';
import type { PublishingBuild } from './publish-build.ts';

/** Seconds that a build waits for another one of the same project. */
const defaultWait = 30;

/** How often a build starts over when inputs are edited while it runs, before it leaves the rest to the next build. */
const mostAttempts = 3;

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
    if (options.signal?.aborted && error === options.signal.reason) return session.report({ exit: exitCode.interrupted });
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
  const whole = await preparePlan(workspace, options, {
    leaveStanding,
    mostCells: course.mostCells,
    memory: course.memory,
    observePlan: course.survey?.(),
    onLoaded: () => session.emit({ type: 'phase', phase: 'plan' }),
    signal: options.signal,
  });
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
  const { execution } = executed;
  const unpaid = findUnpaid(purchases, { plan, execution, treasury });
  if (options.frozen) for (const each of unpaid) if (execution.outcomes.get(each.task)?.status === 'blocked') session.tell(describeMissing(each));
  course.observe?.({ prepared, workspace, unpaid });
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
interface Running extends PublishingBuild {
  readonly paid: PaidArt;
  readonly sharing: Sharing | undefined;
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
    await session.course.keep?.(executed, memory);
    if (!options.signal?.aborted) for (const change of rememberKeys({ ...executed, memory })) before.made.push(change);
    if (workspace.writable) memory.flush();
    return gatherExecution(before, executed);
  };
  let gathered = await gather(createGathered(running.scratch), first);
  // What was made and bought is told, also of a build that is stopped: these pauses throw nothing.
  const pause = createPauses();
  for (const slice of prepared.later.slices) {
    if (options.signal?.aborted) return gathered;
    collectGrowth();
    gathered = await gather(gathered, await runPlan(await deriveSlice(slice, { ...prepared, pause }), running));
  }
  if (workspace.writable) memory.save(new Set(prepared.matrix.flatMap(({ cells }) => cells.map(({ id }) => id))));
  return gathered;
}

/** Whether a build is of all that the config declares. */
function isWhole({ only, locales, sizes }: BuildOptions): boolean {
  return only === undefined && locales === undefined && sizes === undefined;
}
