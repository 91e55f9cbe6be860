import { checkUnseen, describeFinding } from '../diagnostics/check.ts';
import { fakePublished, paidBlobCorrupt } from '../diagnostics/lock.ts';
import { draftPublished, drift, outputModified } from '../diagnostics/project.ts';
import { findWorstExit } from '../diagnostics/worst-exit.ts';
import { executePlan } from '../engine/execute-plan.ts';
import type { Execution } from '../engine/execute-plan.ts';
import type { PaidArt } from '../engine/obtain-art.ts';
import { isFinished } from '../engine/task-outcome.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Plan } from '../model/plan.ts';
import type { CheckOptions, CheckReport } from '../model/report.ts';
import { indexEntries } from '../publish/list-layers.ts';
import { createManifest, createPictures, indexPictures, listFiles } from '../publish/create-manifest.ts';
import { assetsOf, collectManifest } from '../publish/manifest-assets.ts';
import { isInPlace } from '../publish/publish-outputs.ts';
import { readManifest } from '../publish/read-manifest.ts';
import { readStamp } from '../store/file-stamp.ts';
import { checkConfigDeterminism } from './check-config-determinism.ts';
import { executeBuild } from './execute-build.ts';
import { findDrift } from './find-drift.ts';
import { findOverBudget } from './find-over-budget.ts';
import { findUnapproved } from './find-unapproved.ts';
import { findUnusedMessages } from './find-unused-messages.ts';
import { findVaultDamage, formatVaultPath } from './find-vault-damage.ts';
import type { VaultDamage } from './find-vault-damage.ts';
import type { Host } from './host.ts';
import { locateInConfig } from './locate-in-config.ts';
import { openPaidArt, openTreasury } from './open-paid-art.ts';
import type { Treasury } from './open-paid-art.ts';
import { preparePlan } from './prepare-plan.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import { runChecks } from './run-checks.ts';
import type { CheckedProject } from './run-checks.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** Checks a project on a host, whose clock tells what has expired; see `checkProject`. */
export async function executeCheck(options: CheckOptions, host: Host): Promise<CheckReport> {
  const fixed = options.fix ? await putBack(options, host) : [];
  const workspace = openWorkspace(host, undefined);
  const diagnostics: Diagnostic[] = [...workspace.warnings];
  let [cells, checked]: [number, CheckedProject] = [0, { findings: [], unseen: [], missing: [], remembered: 0, looked: 0 }];
  let policies: CheckReport['policies'] = [];
  try {
    diagnostics.push(...(await checkConfigDeterminism(workspace)));
    const prepared = await preparePlan(workspace, {});
    cells = prepared.plan.cells.length + prepared.failed.length;
    policies = prepared.project.config.assets.flatMap(({ id, policy }) => (policy === undefined ? [] : [{ asset: id, ...policy }]));
    const made = await makeAgain({ workspace, prepared, options });
    checked = await runChecks({ ...made, workspace, prepared, jobs: options.jobs ?? host.parallelism, ...(options.signal && { signal: options.signal }) });
    const differences = await locateInConfig(findDifferences(made, { workspace, prepared, options }), workspace);
    diagnostics.push(...prepared.diagnostics, ...(await findUnusedMessages(prepared)), ...differences);
    diagnostics.push(...describeUnseen(checked, options), ...checked.missing, ...checked.findings.map(describeFinding));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    diagnostics.push(...error.diagnostics);
  }
  const once = dropRepeated(diagnostics);
  for (const diagnostic of once) options.onEvent?.({ type: 'diagnostic', diagnostic });
  const { findings, remembered, looked } = checked;
  return { exit: findWorstExit(once), cells, diagnostics: once, findings, policies, fixed, remembered, looked };
}

/** What has one right answer: files that the manifest names get the bytes that it names. A frozen build changes nothing else. */
async function putBack(options: CheckOptions, host: Host): Promise<readonly string[]> {
  const { onEvent: _, ...quiet } = options;
  let broken: readonly string[] = [];
  const inspect = (built: { readonly prepared: PreparedPlan }): void => {
    const { dir } = built.prepared.project.config.output;
    broken = listModified(host.root, dir, readManifest(host.root, dir)).map(({ path }) => path);
  };
  const { removed } = await executeBuild({ ...quiet, frozen: true }, host, { observe: inspect });
  return [...broken.filter((path) => readStamp(`${host.root}/${path}`) !== undefined), ...removed];
}

/** What a check works with. */
interface Checking {
  readonly workspace: Workspace;
  readonly prepared: PreparedPlan;
  readonly options: CheckOptions;
}

/** What the project gives now. */
interface MadeAgain {
  readonly execution: Execution;
  readonly paid: PaidArt;
  readonly treasury: Treasury;
  readonly published: Manifest | undefined;
  readonly manifest: Manifest;
  /** What was wrong in the vault before anything was read from it. */
  readonly damaged: readonly VaultDamage[];
  /** What went wrong while it was made. */
  readonly problems: readonly Diagnostic[];
}

/** A check buys nothing. */
const nothing = { pictures: 0, low: 0, high: 0, known: true };

async function makeAgain({ workspace, prepared, options }: Checking): Promise<MadeAgain> {
  const { index, store, host } = workspace;
  const { plan, project, matrix } = prepared;
  const problems: Diagnostic[] = [];
  const onEvent: NonNullable<CheckOptions['onEvent']> = (event) => {
    if (event.type === 'diagnostic') problems.push(event.diagnostic);
    else options.onEvent?.(event);
  };
  const treasury = openTreasury(host.root);
  const damaged = options.vault === false ? [] : findVaultDamage(host.root, treasury, options.signal);
  const signal = options.signal ?? new AbortController().signal;
  const opened = await openPaidArt({ project, treasury, host, options: {}, wanted: nothing, cap: undefined, alone: false, signal, emit: onEvent });
  const paid = options.vault === false ? withoutVault(opened.paid) : opened.paid;
  const jobs = options.jobs ?? host.parallelism;
  const abort = options.signal === undefined ? {} : { signal: options.signal };
  const execution = await executePlan({ plan, tools: project.tools, index, store, paid, clock: host.clock, jobs, onEvent, ...abort });
  index.flush();
  const published = readManifest(host.root, project.config.output.dir);
  const bought = indexEntries(treasury.book.lines());
  const pictures = createPictures({ plan, outcomes: execution.outcomes, bought });
  const manifest = collectManifest(createManifest({ pictures: (asset) => pictures.get(asset) ?? [], matrix, previous: published && assetsOf(published) }));
  return { execution, paid, treasury, published, manifest, damaged, problems };
}

/** The vault is left alone: what lies there may be the pointers of a store that was not fetched. */
function withoutVault(paid: PaidArt): PaidArt {
  return {
    ...paid,
    read: (digest) => Promise.reject(new VisualsError(paidBlobCorrupt({ digest, state: 'missing' }))),
  };
}

function findDifferences(
  { execution, treasury, published, manifest, damaged, problems }: MadeAgain,
  { workspace, prepared, options }: Checking,
): readonly Diagnostic[] {
  const { root } = workspace.host;
  const { plan, project } = prepared;
  const stale = findDrift(assetsOf(published ?? { version: 1, assets: {} }), assetsOf(manifest), prepared.project.config.sign !== undefined);
  const drafts = listDrafts(published);
  const isDraft = ({ code, asset }: Diagnostic): boolean => code === 'ART_UNPAID' && drafts.some((cell) => cell.startsWith(`${asset}/`));
  const isUnfetched = ({ code }: Diagnostic): boolean => options.vault === false && code === 'PAID_BLOB_CORRUPT';
  const fakes = listFakes(plan, execution.outcomes, treasury);
  return [
    ...damaged.map((each) => describeDamage(each, plan, execution.outcomes)),
    ...problems.filter((each) => !isDraft(each) && !isUnfetched(each)),
    ...(stale.length > 0 ? [drift({ cells: stale.length, example: stale[0]! })] : []),
    ...(drafts.length > 0 ? [draftPublished({ cells: drafts.length, example: drafts[0]! })] : []),
    ...(fakes.length > 0 ? [fakePublished({ arts: fakes })] : []),
    ...listModified(root, project.config.output.dir, published).map((each) => outputModified(each)),
    ...findOverBudget(problems, project.config.budget),
    ...findUnapproved(root, project.config.assets, manifest),
  ];
}

/** Why a picture was not drawn is told already, but where nobody asked for its art. */
function describeUnseen({ unseen }: CheckedProject, { vault }: CheckOptions): readonly Diagnostic[] {
  return vault === false && unseen.length > 0 ? [checkUnseen({ cells: unseen.length, example: unseen[0]! })] : [];
}

/** A damaged picture by the name of the art that shows it, where any does. */
function describeDamage({ digest, state }: VaultDamage, plan: Plan, outcomes: Execution['outcomes']): Diagnostic {
  const task = plan.tasks.find((each) => {
    const outcome = outcomes.get(each.id);
    return each.kind === 'generate' && isFinished(outcome) && outcome.result.digest === digest;
  });
  return paidBlobCorrupt({ digest, state, ...(task?.kind === 'generate' && { art: task.art }) }, { place: { file: formatVaultPath(digest) } });
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

function listModified(
  root: string,
  dir: string,
  published: Manifest | undefined,
): readonly { readonly path: string; readonly state: 'missing' | 'modified' }[] {
  const files = [...listFiles(published).values()].filter((file) => !isInPlace(root, dir, file, new Map()));
  return files.map((file) => {
    const path = `${dir}/${file.src}`;
    return { path, state: readStamp(`${root}/${path}`) === undefined ? 'missing' : 'modified' };
  });
}

/** A damaged picture is told by the vault, and again by each card that would show it. */
function dropRepeated(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const isVault = ({ code }: Diagnostic): boolean => code === 'PAID_BLOB_CORRUPT';
  return diagnostics.filter((each, at) => !isVault(each) || diagnostics.findIndex((other) => isVault(other) && nameOf(other) === nameOf(each)) === at);
}

/** Which picture a message is about, whatever it says of its state: reading a damaged picture sets it aside, and then it is missing. */
function nameOf({ message }: Diagnostic): string {
  return /\b[0-9a-f]{12}\b/.exec(message)?.[0] ?? message;
}
