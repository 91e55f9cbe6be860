import { fakePublished } from './diagnostics/lock.ts';
import { draftPublished, drift, outputModified } from './diagnostics/project.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { executePlan } from './engine/execute-plan.ts';
import type { Execution } from './engine/execute-plan.ts';
import { isFinished } from './engine/task-outcome.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { Manifest } from './model/manifest.ts';
import type { Plan } from './model/plan.ts';
import type { CheckReport, ProjectOptions } from './model/report.ts';
import { listMessageUses } from './plan/list-message-uses.ts';
import { checkConfigDeterminism } from './project/check-config-determinism.ts';
import { findDrift } from './project/find-drift.ts';
import { findUnapproved } from './project/find-unapproved.ts';
import { describeHost } from './project/host.ts';
import { openPaidArt, openTreasury } from './project/open-paid-art.ts';
import type { Treasury } from './project/open-paid-art.ts';
import { preparePlan } from './project/prepare-plan.ts';
import type { PreparedPlan } from './project/prepare-plan.ts';
import { openWorkspace } from './project/workspace.ts';
import type { Workspace } from './project/workspace.ts';
import { indexEntries } from './publish/list-layers.ts';
import { createManifest, indexPictures, listFiles } from './publish/create-manifest.ts';
import { isInPlace, readManifest } from './publish/publish-outputs.ts';
import { readStamp } from './store/file-stamp.ts';
import { findUnusedCopy } from './text/check-copy.ts';

/**
 * Tells whether what is published is what the project gives: evaluates the config twice, draws what the cache does not hold, and compares.
 * Writes nothing but the cache.
 */
export async function checkProject(options: ProjectOptions & { readonly jobs?: number } = {}): Promise<CheckReport> {
  const workspace = openWorkspace(describeHost(options), undefined);
  const diagnostics: Diagnostic[] = [...workspace.warnings];
  let cells = 0;
  try {
    diagnostics.push(...(await checkConfigDeterminism(workspace)));
    const prepared = await preparePlan(workspace, {});
    cells = prepared.plan.cells.length + prepared.failed.length;
    diagnostics.push(...prepared.diagnostics, ...findUnused(prepared), ...(await findDifferences(workspace, prepared, options)));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    diagnostics.push(...error.diagnostics);
  }
  for (const diagnostic of diagnostics) options.onEvent?.({ type: 'diagnostic', diagnostic });
  return { exit: findWorstExit(diagnostics), cells, diagnostics };
}

/** Messages that no picture shows; nothing can be said of them while parts of the project can't be read. */
function findUnused({ project, matrix, diagnostics }: PreparedPlan): readonly Diagnostic[] {
  if (diagnostics.some(({ severity }) => severity === 'error')) return [];
  const used = new Set(listMessageUses(matrix, project.inputs).map(({ key }) => key));
  return findUnusedCopy(project.copy, project.config.locales.all, used);
}

/** A check buys nothing. */
const nothing = { pictures: 0, low: 0, high: 0, known: true };

async function findDifferences(
  workspace: Workspace,
  prepared: PreparedPlan,
  options: ProjectOptions & { readonly jobs?: number },
): Promise<readonly Diagnostic[]> {
  const { index, store, host } = workspace;
  const { plan, project, matrix } = prepared;
  const found: Diagnostic[] = [];
  const onEvent: NonNullable<ProjectOptions['onEvent']> = (event) => {
    if (event.type === 'diagnostic') found.push(event.diagnostic);
    else options.onEvent?.(event);
  };
  const abort = options.signal === undefined ? {} : { signal: options.signal };
  const treasury = openTreasury(host.root);
  const { paid } = await openPaidArt({
    project,
    treasury,
    host,
    options: {},
    wanted: nothing,
    cap: undefined,
    alone: false,
    signal: options.signal ?? new AbortController().signal,
    emit: onEvent,
  });
  const { outcomes } = await executePlan({
    plan,
    tools: project.tools,
    index,
    store,
    paid,
    clock: host.clock,
    jobs: options.jobs ?? host.parallelism,
    onEvent,
    ...abort,
  });
  index.flush();
  const { dir } = project.config.output;
  const published = readManifest(host.root, dir);
  const templates = new Map(project.config.assets.map((asset) => [asset.id, asset.template]));
  const wanted = createManifest({ plan, outcomes, templates, cells: matrix.flatMap((each) => each.cells), previous: published, bought: indexEntries(treasury.book.lines()) });
  const stale = findDrift(published ?? { version: 1, assets: {} }, wanted);
  const drifted = stale.length > 0 ? [drift({ cells: stale.length, example: stale[0]! })] : [];
  const drafts = listDrafts(published);
  const isDraft = ({ code, asset }: Diagnostic): boolean => code === 'ART_UNPAID' && drafts.some((cell) => cell.startsWith(`${asset}/`));
  const undone = drafts.length > 0 ? [draftPublished({ cells: drafts.length, example: drafts[0]! })] : [];
  const fakes = listFakes(plan, outcomes, treasury);
  const unreal = fakes.length > 0 ? [fakePublished({ arts: fakes })] : [];
  return [
    ...found.filter((each) => !isDraft(each)),
    ...drifted,
    ...undone,
    ...unreal,
    ...findModified(host.root, dir, published),
    ...findUnapproved(host.root, project.config.assets, wanted),
  ];
}

/** Art (`asset/slot`) whose picture comes from the local server for trying the tool out. */
function listFakes(plan: Plan, outcomes: Execution['outcomes'], { book }: Treasury): readonly string[] {
  const fakes = new Set(book.lines().flatMap((line) => (line.type === 'picture' && line.fake ? [line.digest] : [])));
  const isFake = (id: string): boolean => {
    const outcome = outcomes.get(id);
    return isFinished(outcome) && fakes.has(outcome.result.digest);
  };
  return [...new Set(plan.tasks.flatMap((task) => (task.kind === 'generate' && isFake(task.id) ? [task.art] : [])))];
}

/** Cells whose published picture shows a stand-in. */
function listDrafts(published: Manifest | undefined): readonly string[] {
  return [...indexPictures(published)].filter(([, picture]) => picture.draft === true).map(([cell]) => cell);
}

function findModified(root: string, dir: string, published: Manifest | undefined): readonly Diagnostic[] {
  const files = [...listFiles(published).values()].filter((file) => !isInPlace(root, dir, file, new Map()));
  return files.map((file) => {
    const path = `${dir}/${file.src}`;
    return outputModified({ path, state: readStamp(`${root}/${path}`) === undefined ? 'missing' : 'modified' });
  });
}
