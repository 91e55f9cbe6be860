import { checkUnseen, describeFinding } from '../diagnostics/check.ts';
import { fakePublished, paidBlobCorrupt } from '../diagnostics/lock.ts';
import { draftPublished, drift, outputModified } from '../diagnostics/project.ts';
import { findWorstExit } from '../diagnostics/worst-exit.ts';
import { executePlan } from '../engine/execute-plan.ts';
import type { PaidArt } from '../engine/obtain-art.ts';
import { isFinished } from '../engine/task-outcome.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { EventSink } from '../model/event.ts';
import type { Manifest, ManifestPicture } from '../model/manifest.ts';
import type { Plan } from '../model/plan.ts';
import type { CheckOptions, CheckReport } from '../model/report.ts';
import { indexEntries } from '../publish/list-layers.ts';
import { createManifest, createPictures, indexAsset, indexPictures, listFiles } from '../publish/create-manifest.ts';
import { assetsOf, collectManifest } from '../publish/manifest-assets.ts';
import { isInPlace } from '../publish/publish-outputs.ts';
import { readManifest } from '../publish/read-manifest.ts';
import { readStamp } from '../store/file-stamp.ts';
import { checkConfigDeterminism } from './check-config-determinism.ts';
import { collectHeap } from './collect-heap.ts';
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
import { deriveSlice, mostCellsAtOnce, preparePlan } from './prepare-plan.ts';
import type { PreparedPlan, Slicing } from './prepare-plan.ts';
import { runChecks } from './run-checks.ts';
import type { CheckedProject, MadePart } from './run-checks.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** Checks a project on a host, whose clock tells what has expired; see `checkProject`. */
export async function executeCheck(options: CheckOptions, host: Host, { mostCells = mostCellsAtOnce }: Slicing = {}): Promise<CheckReport> {
  const fixed = options.fix ? await putBack(options, host) : [];
  const workspace = openWorkspace(host, undefined);
  const diagnostics: Diagnostic[] = [...workspace.warnings];
  let [cells, checked]: [number, CheckedProject] = [0, { findings: [], unseen: [], missing: [], remembered: 0, looked: 0 }];
  let policies: CheckReport['policies'] = [];
  try {
    diagnostics.push(...(await checkConfigDeterminism(workspace)));
    const prepared = await preparePlan(workspace, {}, { mostCells, signal: options.signal });
    cells = prepared.plan.cells.length + prepared.later.cells + prepared.failed.length;
    policies = prepared.project.config.assets.flatMap(({ id, policy }) => (policy === undefined ? [] : [{ asset: id, ...policy }]));
    const made = await openRemaking({ workspace, prepared, options });
    const jobs = options.jobs ?? host.parallelism;
    checked = await runChecks({ ...made, jobs, ...(options.signal && { signal: options.signal }) }, makeAgain(made, jobs));
    const differences = await locateInConfig(findDifferences(made), workspace);
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
  const inspect = async ({ project }: PreparedPlan): Promise<void> => {
    const { dir } = project.config.output;
    broken = listModified(host.root, dir, readManifest(host.root, dir)).map(({ path }) => path);
  };
  const { removed } = await executeBuild({ ...quiet, frozen: true }, host, { mostCells: mostCellsAtOnce, prepare: inspect });
  return [...broken.filter((path) => readStamp(`${host.root}/${path}`) !== undefined), ...removed];
}

/** What a check works with. */
interface Checking {
  readonly workspace: Workspace;
  readonly prepared: PreparedPlan;
  readonly options: CheckOptions;
}

/** What the project gives now, as far as it was made. */
interface Remaking extends Checking {
  readonly paid: PaidArt;
  readonly treasury: Treasury;
  readonly published: Manifest | undefined;
  /** Asset → its pictures. */
  readonly pictures: Map<string, ManifestPicture[]>;
  /** Paid task → its art. */
  readonly bought: Map<string, BoughtArt>;
  /** What was wrong in the vault before anything was read from it. */
  readonly damaged: readonly VaultDamage[];
  /** What went wrong while it was made. */
  readonly problems: Diagnostic[];
  readonly onEvent: EventSink;
}

/** A check buys nothing. */
const nothing = { pictures: 0, low: 0, high: 0, known: true };

async function openRemaking({ workspace, prepared, options }: Checking): Promise<Remaking> {
  const { host } = workspace;
  const { project } = prepared;
  const problems: Diagnostic[] = [];
  const onEvent: EventSink = (event) => {
    if (event.type === 'diagnostic') problems.push(event.diagnostic);
    else options.onEvent?.(event);
  };
  const treasury = openTreasury(host.root);
  const damaged = options.vault === false ? [] : findVaultDamage(host.root, treasury, options.signal);
  const signal = options.signal ?? new AbortController().signal;
  const opened = await openPaidArt({ project, treasury, host, options: {}, wanted: nothing, cap: undefined, alone: false, signal, emit: onEvent });
  const paid = options.vault === false ? withoutVault(opened.paid) : opened.paid;
  const published = readManifest(host.root, project.config.output.dir);
  return { workspace, prepared, options, paid, treasury, published, pictures: new Map(), bought: new Map(), damaged, problems, onEvent };
}

/** Makes what the project gives, slice by slice; what differences are told of is kept of each. */
async function* makeAgain(remaking: Remaking, jobs: number): AsyncIterable<MadePart> {
  const { workspace, prepared, options, paid, treasury, published, onEvent } = remaking;
  const { index, store, host } = workspace;
  const { tools } = prepared.project;
  const abort = options.signal === undefined ? {} : { signal: options.signal };
  const before = indexPictures(published);
  const make = async (plan: Plan): Promise<MadePart> => {
    const execution = await executePlan({ plan, tools, index, store, paid, clock: host.clock, jobs, onEvent, ...abort });
    index.flush();
    const made = createPictures({ plan, outcomes: execution.outcomes, bought: indexEntries(treasury.book.lines()) });
    const pictures = new Map([...made].flatMap(([asset, list]) => [...indexAsset(asset, { pictures: list })]));
    noteMade({ plan, execution }, made, remaking);
    return { plan, execution, findPicture: (cell) => pictures.get(cell) ?? before.get(cell) };
  };
  yield await make(prepared.plan);
  for (const slice of prepared.later.slices) {
    collectHeap();
    yield await make(await deriveSlice(slice, prepared));
  }
}

function noteMade(
  { plan, execution }: Pick<MadePart, 'plan' | 'execution'>,
  made: ReadonlyMap<string, readonly ManifestPicture[]>,
  { pictures, bought }: Remaking,
): void {
  for (const [asset, list] of made) pictures.set(asset, [...(pictures.get(asset) ?? []), ...list]);
  for (const task of plan.tasks) {
    const outcome = execution.outcomes.get(task.id);
    if (task.kind !== 'generate' || !isFinished(outcome) || bought.has(task.id)) continue;
    bought.set(task.id, { art: task.art, digest: outcome.result.digest });
  }
}

/** The vault is left alone: what lies there may be the pointers of a store that was not fetched. */
function withoutVault(paid: PaidArt): PaidArt {
  return {
    ...paid,
    read: (digest) => Promise.reject(new VisualsError(paidBlobCorrupt({ digest, state: 'missing' }))),
  };
}

function findDifferences(remaking: Remaking): readonly Diagnostic[] {
  const { workspace, prepared, options, treasury, published, pictures, damaged, problems } = remaking;
  const { root } = workspace.host;
  const { project, matrix } = prepared;
  const previous = published && assetsOf(published);
  const manifest = collectManifest(createManifest({ pictures: (asset) => pictures.get(asset) ?? [], matrix, previous }));
  const stale = findDrift(assetsOf(published ?? { version: 1, assets: {} }), assetsOf(manifest), project.config.sign !== undefined);
  const drafts = listDrafts(published);
  const isDraft = ({ code, asset }: Diagnostic): boolean => code === 'ART_UNPAID' && drafts.some((cell) => cell.startsWith(`${asset}/`));
  const isUnfetched = ({ code }: Diagnostic): boolean => options.vault === false && code === 'PAID_BLOB_CORRUPT';
  const bought = [...remaking.bought.values()];
  const fakes = listFakes(bought, treasury);
  return [
    ...damaged.map((each) => describeDamage(each, bought)),
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

/** A piece of art (`asset/slot`) and its picture. */
interface BoughtArt {
  readonly art: string;
  readonly digest: Digest;
}

/** A damaged picture by the name of the art that shows it, where any does. */
function describeDamage({ digest, state }: VaultDamage, bought: readonly BoughtArt[]): Diagnostic {
  const found = bought.find((each) => each.digest === digest);
  return paidBlobCorrupt({ digest, state, ...(found && { art: found.art }) }, { place: { file: formatVaultPath(digest) } });
}

/** Art (`asset/slot`) whose picture comes from the local server for trying the tool out. */
function listFakes(bought: readonly BoughtArt[], { book }: Treasury): readonly string[] {
  const fakes = new Set(book.lines().flatMap((line) => (line.type === 'picture' && line.fake ? [line.digest] : [])));
  return [...new Set(bought.flatMap(({ art, digest }) => (fakes.has(digest) ? [art] : [])))];
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
