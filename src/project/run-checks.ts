import { createTextReader } from '../adapters/ocr/create-text-reader.ts';
import { readTextBoxes } from '../actions/read-text-boxes.ts';
import type { CheckedAsset, CheckedPicture } from '../checks/check.ts';
import { computeDifferenceHash } from '../checks/check-duplicates.ts';
import { listUsedArt } from '../checks/list-used-art.ts';
import { assetChecks, findSeverity, pictureChecks } from '../checks/registry.ts';
import { runCustomCheck } from '../checks/run-custom-check.ts';
import type { CustomCheck } from '../config/define-check.ts';
import type { Execution } from '../engine/execute-plan.ts';
import { narrowPlan } from '../engine/narrow-plan.ts';
import type { PaidArt } from '../engine/obtain-art.ts';
import { isFinished } from '../engine/task-outcome.ts';
import type { Finished } from '../engine/task-outcome.ts';
import { computeActionKey, computeDigest, formatCanonical } from '../keys/canonical.ts';
import type { Art, ResolvedAsset } from '../model/config.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { AssetObservation, Finding, Observation } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import type { Manifest, ManifestPicture } from '../model/manifest.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { ComposeTask, Plan, PlannedCell } from '../model/plan.ts';
import { indexPictures } from '../publish/create-manifest.ts';
import { checkArtText } from './check-art-text.ts';
import { formatDay } from './check-requests.ts';
import { collectHeap } from './collect-heap.ts';
import { readIntact } from './find-vault-damage.ts';
import { listEdits } from './list-edits.ts';
import { locateInConfig } from './locate-in-config.ts';
import { openCards } from './open-cards.ts';
import type { Cards } from './open-cards.ts';
import type { Treasury } from './open-paid-art.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import type { Workspace } from './workspace.ts';

/** A project whose pictures are made, and may be drawn again. */
export interface ChecksInput {
  readonly workspace: Workspace;
  readonly prepared: PreparedPlan;
  readonly execution: Execution;
  readonly paid: PaidArt;
  readonly treasury: Treasury;
  /** What the project gives now. */
  readonly manifest: Manifest;
  /** Pictures in work at once. */
  readonly jobs: number;
  readonly signal?: AbortSignal;
}

/** What the checks found, in the order of the plan. */
export interface CheckedProject {
  readonly findings: readonly Finding[];
  /** Cells that could not be drawn. */
  readonly unseen: readonly string[];
  /** Warnings for parts of the checks that are not installed. */
  readonly missing: readonly Diagnostic[];
  /** Answers that were known from earlier, and those that were found now. */
  readonly remembered: number;
  readonly looked: number;
}

/** Runs every check that is not off: those of pictures once for each picture as it is, those of assets every time. */
export async function runChecks(input: ChecksInput): Promise<CheckedProject> {
  const { prepared, workspace } = input;
  const session: Session = {
    ...input,
    own: await describeOwnCode(input),
    mirrored: listMirrored(input),
    counts: { remembered: 0, looked: 0 },
  };
  const { byCell, unseen } = await checkPictures(session);
  const ofAssets = await checkAssets(session);
  const ofText = await checkText(session);
  workspace.index.flush();
  const ofCells = prepared.plan.cells.flatMap(({ cell }) => byCell.get(cell.id) ?? []);
  const findings = await locateInConfig([...ofAssets, ...ofCells, ...ofText.findings], workspace);
  return { findings, unseen, missing: ofText.missing, ...session.counts };
}

interface CheckedPictures extends Pick<CheckedProject, 'unseen'> {
  readonly byCell: ReadonlyMap<string, readonly Finding[]>;
}

async function checkPictures(session: Session): Promise<CheckedPictures> {
  const { prepared, execution, manifest, jobs, signal } = session;
  const pictures = indexPictures(manifest);
  const unseen: string[] = [];
  const byCell = new Map<string, readonly Finding[]>();
  for (const plan of partPlan(prepared.plan)) {
    const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
    const cards = openPart(plan, session);
    await workInLanes(plan.cells, { jobs, signal }, async (planned) => {
      const task = tasks.get(planned.compose) as ComposeTask;
      const [outcome, picture] = [execution.outcomes.get(task.id), pictures.get(planned.cell.id)];
      const isDrawn = isFinished(outcome) && picture !== undefined;
      if (!isDrawn || picture.draft === true) return void (isDrawn || unseen.push(planned.cell.id));
      byCell.set(planned.cell.id, await checkPicture({ planned, task, outcome, picture, cards }, session));
      cards.release();
    });
  }
  return { byCell, unseen };
}

function openPart(plan: Plan, session: Session): Cards {
  return openCards({ ...session, project: session.prepared.project, plan });
}

/** Cards that are open at once: what was drawn of them is let go with them. */
const mostCards = 500;

function* partPlan(plan: Plan): Iterable<Plan> {
  if (plan.cells.length <= mostCards) yield plan;
  else
    for (let at = 0; at < plan.cells.length; at += mostCards) {
      collectHeap();
      yield narrowPlan(plan, new Set(plan.cells.slice(at, at + mostCards).map(({ cell }) => cell.id)));
    }
}

interface Session extends ChecksInput {
  /** Digest of all code that the project's own checks may come from. */
  readonly own: string;
  /** Tasks that turn their picture round. */
  readonly mirrored: ReadonlySet<string>;
  readonly counts: { remembered: number; looked: number };
}

function listMirrored({ prepared: { plan } }: ChecksInput): ReadonlySet<string> {
  return new Set(plan.tasks.flatMap((task) => (task.kind === 'transform' && task.mirror ? [task.id] : [])));
}

async function describeOwnCode({ prepared: { project }, workspace: { files } }: ChecksInput): Promise<string> {
  if (project.customChecks.length === 0) return '';
  const digests = await Promise.all(project.dependencies.map((path) => files.digest(path)));
  return computeDigest(digests.join('\n'));
}

async function workInLanes<Item>(
  items: readonly Item[],
  { jobs, signal }: Pick<ChecksInput, 'jobs'> & { readonly signal: AbortSignal | undefined },
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) {
      signal?.throwIfAborted();
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, lane));
}

interface DrawnCell {
  readonly planned: PlannedCell;
  readonly task: ComposeTask;
  readonly outcome: Finished;
  readonly picture: ManifestPicture;
  readonly cards: Cards;
}

async function checkPicture(drawn: DrawnCell, session: Session): Promise<readonly Finding[]> {
  const { planned, task, outcome } = drawn;
  const asset = findAsset(planned.cell.asset, session);
  const picture = describePicture(drawn, asset, session);
  const codec = session.prepared.project.tools.codec.version;
  const found: Finding[] = [];
  const add = (check: string, observations: readonly Observation[]): void => {
    const places = (slot: string | undefined): Place | undefined => task.messages.find((message) => message.slot !== undefined && message.slot === slot)?.place;
    found.push(...observations.flatMap((each) => grade(check, { ...each, cell: planned.cell.id }, asset, places(each.slot))));
  };
  for (const check of pictureChecks) {
    const parameters = isOff(check.name, asset) ? undefined : check.parameters(picture);
    if (parameters === undefined) continue;
    const record = { version: check.version, card: outcome.key, codec, parameters: formatCanonical(parameters) };
    add(check.name, await remember(check.name, record, async () => check.run(picture), session));
  }
  for (const check of listCustom(asset, session)) {
    const record = { source: session.own, name: check.name, card: outcome.key, alt: planned.alt, cell: planned.cell.id };
    add(check.name, await remember('custom', record, () => runCustomCheck(check, picture), session));
  }
  return found;
}

function findAsset(id: string, { prepared }: Session): ResolvedAsset {
  return prepared.project.inputs.assets.get(id)!.asset;
}

function isOff(check: string, asset: ResolvedAsset): boolean {
  return findSeverity(check, asset.checks.severity) === 'off';
}

function listCustom(asset: ResolvedAsset, { prepared }: Session): readonly CustomCheck[] {
  const { id } = asset;
  return prepared.project.customChecks.filter((each) => (each.asset ?? id) === id && !isOff(each.check.name, asset)).map(({ check }) => check);
}

/** Gives an observation its severity; nothing when it has none. */
function grade(check: string, { mild, ...observation }: AssetObservation, asset: ResolvedAsset, place?: Place): readonly Finding[] {
  const severity = findSeverity(check, asset.checks.severity);
  return severity === 'off' ? [] : [{ check, severity: mild ? 'warn' : severity, asset: asset.id, ...observation, ...(place && { place }) }];
}

/** What was observed from the same record earlier, or is observed now. */
async function remember(
  kind: string,
  record: KeyRecord,
  look: () => Promise<readonly Observation[]>,
  { workspace, counts }: Session,
): Promise<readonly Observation[]> {
  const key = computeActionKey(`check-${kind}`, record);
  const known = workspace.index.get(key);
  if (known !== undefined) {
    counts.remembered += 1;
    return known.facts['observations'] as unknown as readonly Observation[];
  }
  counts.looked += 1;
  const observations = await look();
  const facts = { observations } as unknown as JsonObject;
  workspace.index.set(key, { digest: computeDigest(JSON.stringify(facts)), stored: false, bytes: 0, facts });
  return observations;
}

function describePicture(
  { planned, task, outcome, picture, cards }: DrawnCell,
  asset: ResolvedAsset,
  { prepared: { project }, workspace, mirrored }: Session,
): CheckedPicture {
  const { tools, config, brand } = project;
  const once = createMemory();
  const draw = (): ReturnType<Cards['draw']> => once('', () => cards.draw(task));
  return {
    cell: planned.cell,
    alt: planned.alt,
    settings: asset.checks,
    boxes: readTextBoxes(task, outcome.result.facts),
    images: Object.fromEntries(Object.entries(task.art).map(([slot, id]) => [slot, { isMirrored: mirrored.has(id) }])),
    files: picture.files.map(({ format, bytes, digest, src }) => ({
      format,
      bytes,
      digest,
      quality: config.output.encode[format].quality,
      readSize: async () => {
        const stored = await workspace.store.read(digest);
        return stored && tools.codec.inspect(stored, src);
      },
    })),
    findColor: (token) => {
      const found = brand.tokensFor(planned.cell.variant).find(token);
      return found?.type === 'color' ? found.css : undefined;
    },
    draw,
    drawWithout: (layer) => once(layer, () => cards.drawWithout(task, layer)),
    decodePlate: async (slot) => tools.codec.decode(await cards.readPlate(task, slot)),
    measureBytes: async (format, quality) => (await tools.codec.encode(await draw(), format, { ...config.output.encode[format], quality })).byteLength,
  };
}

/** Several checks ask for the same pixels. */
function createMemory(): <Value>(name: string, make: () => Promise<Value>) => Promise<Value> {
  const known = new Map<string, Promise<unknown>>();
  return <Value>(name: string, make: () => Promise<Value>) => {
    const there = known.get(name) ?? make();
    known.set(name, there);
    return there as Promise<Value>;
  };
}

async function checkAssets(session: Session): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const { asset } of session.prepared.matrix) {
    const subject = describeAsset(asset, session);
    for (const { name, run } of assetChecks) {
      if (isOff(name, asset)) continue;
      found.push(...(await run(subject)).flatMap((each) => grade(name, each, asset, name === 'alt' ? findAltPlace(each, asset, session) : undefined)));
    }
  }
  return found;
}

function describeAsset(asset: ResolvedAsset, session: Session): CheckedAsset {
  const { prepared, execution, workspace } = session;
  const { plan, project } = prepared;
  const arts = listUsedArt(asset, project.config.assets);
  return {
    asset,
    today: formatDay(workspace.host.clock),
    alts: plan.cells.filter(({ cell }) => cell.asset === asset.id).map(({ cell, alt }) => ({ cell: cell.id, locale: cell.locale, alt })),
    arts,
    models: [...new Set(arts.flatMap(({ slot, art }) => findModel(`${asset.id}/${slot}`, art, session)))].map((name) => {
      const [generator = '', model = ''] = name.split('\n');
      return { model, end: project.generators.get(generator)?.findEnd?.(model) };
    }),
    edits: listEdits(plan.tasks, execution).filter(({ art }) => art.startsWith(`${asset.id}/`)),
    candidates: listCandidates(asset, session),
  };
}

/** Reads what is written in art; the reader is a thread of its own, started only when a picture asks for it. */
async function checkText(session: Session): Promise<Pick<CheckedProject, 'findings' | 'missing'>> {
  const { prepared, execution, workspace, signal } = session;
  const { config, inputs, tools } = prepared.project;
  const reader = createTextReader(workspace.host.root);
  try {
    const { found, missing, remembered, looked } = await checkArtText({
      plan: prepared.plan,
      assets: config.assets,
      inputs,
      execution,
      index: workspace.index,
      codec: tools.codec.version,
      decodePlate: async (task, slot) => {
        const cards = openPart(narrowPlan(prepared.plan, new Set([task.cell.id])), session);
        return tools.codec.decode(await cards.readPlate(task, slot));
      },
      reader,
      isOff,
      ...(signal && { signal }),
    });
    session.counts.remembered += remembered;
    session.counts.looked += looked;
    const findings = found.flatMap(({ check, asset, cell, slot, observations }) =>
      observations.flatMap((each) => grade(check, { ...each, cell, field: ['art', slot] }, asset)),
    );
    return { findings, missing };
  } finally {
    await reader.close();
  }
}

/** Generator and model, as one name. */
function findModel(name: string, art: Art, { prepared }: Session): readonly string[] {
  if (art.kind !== 'generate' && art.kind !== 'edit' && art.kind !== 'translate') return [];
  const { generator, model } = art.settings;
  try {
    return [`${generator}\n${prepared.project.inputs.modelOf(name, model)}`];
  } catch (error) {
    // Two models were accepted in its place: planning says so.
    if (error instanceof VisualsError) return [];
    throw error;
  }
}

function listCandidates(asset: ResolvedAsset, session: Session): CheckedAsset['candidates'] {
  const { prepared, execution, treasury } = session;
  const { book } = treasury;
  const chosen = new Set(book.lines().flatMap((line) => (line.type === 'choice' ? [line.key] : [])));
  return prepared.plan.tasks.flatMap((task) => {
    const outcome = execution.outcomes.get(task.id);
    if (task.kind !== 'generate' || !task.art.startsWith(`${asset.id}/`) || !isFinished(outcome) || chosen.has(outcome.key)) return [];
    const digests = [...new Set(book.pictures(outcome.key).map(({ digest }) => digest))];
    return digests.length < 2 ? [] : [{ art: task.art, pictures: digests.map((digest) => ({ digest, computeHash: () => hashPicture(digest, session) })) }];
  });
}

async function hashPicture(digest: Digest, { workspace, prepared }: Session): Promise<string | undefined> {
  const { codec } = prepared.project.tools;
  const key = computeActionKey('difference-hash', { codec: codec.version, digest });
  const known = workspace.index.get(key)?.facts['hash'];
  if (typeof known === 'string') return known;
  const bytes = readIntact(workspace.host.root, digest);
  if (typeof bytes === 'string') return undefined;
  const hash = computeDifferenceHash(await codec.decode(bytes));
  workspace.index.set(key, { digest, stored: false, bytes: 0, facts: { hash } });
  return hash;
}

function findAltPlace({ cell }: AssetObservation, asset: ResolvedAsset, { prepared: { plan, project } }: Session): Place | undefined {
  const locale = plan.cells.find((each) => each.cell.id === cell)?.cell.locale ?? project.config.locales.source;
  return project.inputs.sourceOf(locale, asset.alt)?.place;
}
