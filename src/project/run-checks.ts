import { createTextReader } from '../adapters/ocr/create-text-reader.ts';
import { readTextBoxes } from '../actions/read-text-boxes.ts';
import type { CheckedAsset, CheckedPicture } from '../checks/check.ts';
import { computeDifferenceHash } from '../checks/check-duplicates.ts';
import { listUsedArt } from '../checks/list-used-art.ts';
import { assetChecks, findSeverity, pictureChecks } from '../checks/registry.ts';
import { runCustomCheck } from '../checks/run-custom-check.ts';
import type { CustomCheck } from '../config/define-check.ts';
import type { Execution } from '../engine/execute-plan.ts';
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
import type { ManifestPicture } from '../model/manifest.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { ComposeTask, Plan, PlannedCell, Task } from '../model/plan.ts';
import type { EditedArt } from '../model/report.ts';
import type { TextReader } from '../spec/text-reader.ts';
import { checkArtText } from './check-art-text.ts';
import { formatDay } from './check-requests.ts';
import { readIntact } from './find-vault-damage.ts';
import { listEdits, uniteEdits } from './list-edits.ts';
import { locateInConfig } from './locate-in-config.ts';
import { openCards } from './open-cards.ts';
import type { Cards } from './open-cards.ts';
import type { Treasury } from './open-paid-art.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import type { Workspace } from './workspace.ts';

/** What checks work with. */
export interface ChecksInput {
  readonly workspace: Workspace;
  readonly prepared: PreparedPlan;
  readonly paid: PaidArt;
  readonly treasury: Treasury;
  /** Pictures in work at once. */
  readonly jobs: number;
  readonly signal?: AbortSignal;
}

/** A part of a project whose pictures are made, and may be drawn again. */
export interface MadePart {
  readonly plan: Plan;
  readonly execution: Execution;
  /** What there is of a cell: as it was made, or else as it was published. */
  readonly findPicture: (cell: string) => ManifestPicture | undefined;
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

/** Runs every check that is not off: those of pictures once for each picture as it is, those of assets every time. Of a part that is over, findings are kept and little else. */
export async function runChecks(input: ChecksInput, parts: AsyncIterable<MadePart>): Promise<CheckedProject> {
  const { prepared, workspace } = input;
  const reader = createTextReader(workspace.host.root);
  const session: Session = { ...input, reader, own: await describeOwnCode(input), ...createNotes() };
  try {
    for await (const part of parts) await checkPart(part, session);
  } finally {
    await reader.close();
  }
  const ofAssets = await checkAssets(session);
  workspace.index.flush();
  const collect = (found: ReadonlyMap<string, readonly Finding[]>): readonly Finding[] =>
    prepared.matrix.flatMap(({ cells }) => cells.flatMap(({ id }) => found.get(id) ?? []));
  const findings = await locateInConfig([...ofAssets, ...collect(session.ofCells), ...collect(session.ofText)], workspace);
  return { findings, unseen: session.unseen, missing: [...session.missing.values()], ...session.counts };
}

interface Session extends ChecksInput, Notes {
  /** A thread of its own, started only when a picture asks for it. */
  readonly reader: TextReader;
  /** Digest of all code that the project's own checks may come from. */
  readonly own: string;
}

/** What is kept of parts that were looked at. */
interface Notes {
  /** Cell → what was found in its picture, and in the art that it shows first. */
  readonly ofCells: Map<string, readonly Finding[]>;
  readonly ofText: Map<string, readonly Finding[]>;
  readonly unseen: string[];
  /** Message → warning. */
  readonly missing: Map<string, Diagnostic>;
  /** Asset → its alternative texts. */
  readonly alts: Map<string, CheckedAsset['alts'][number][]>;
  readonly edits: EditedArt[];
  readonly candidates: CheckedAsset['candidates'][number][];
  /** Paid tasks and edits, which parts may share, and looks at text. */
  readonly seen: Set<string>;
  readonly counts: { remembered: number; looked: number };
}

function createNotes(): Notes {
  const counts = { remembered: 0, looked: 0 };
  return { ofCells: new Map(), ofText: new Map(), unseen: [], missing: new Map(), alts: new Map(), edits: [], candidates: [], seen: new Set(), counts };
}

async function checkPart(part: MadePart, session: Session): Promise<void> {
  const cards = openCards({ ...session, ...part, project: session.prepared.project });
  const opened = { ...part, cards, mirrored: listMirrored(part) };
  noteAssets(part, session);
  await checkPictures(opened, session);
  await checkText(opened, session);
}

/** A part whose cards can be drawn. */
interface OpenedPart extends MadePart {
  readonly cards: Cards;
  /** Tasks that turn their picture round. */
  readonly mirrored: ReadonlySet<string>;
}

function listMirrored({ plan }: MadePart): ReadonlySet<string> {
  return new Set(plan.tasks.flatMap((task) => (task.kind === 'transform' && task.mirror ? [task.id] : [])));
}

/** What checks of assets ask for. Parts that share art have the same task of it, which the first one names. */
function noteAssets({ plan, execution }: MadePart, session: Session): void {
  const { alts, edits, candidates, seen } = session;
  for (const { cell, alt } of plan.cells) {
    const list = alts.get(cell.asset) ?? [];
    alts.set(cell.asset, list);
    list.push({ cell: cell.id, locale: cell.locale, alt });
  }
  const fresh = plan.tasks.filter(({ kind, id }) => (kind === 'generate' || kind === 'restore') && !seen.has(id));
  for (const { id } of fresh) seen.add(id);
  edits.push(...listEdits(fresh, execution));
  candidates.push(...listCandidates(fresh, execution, session));
}

async function checkPictures({ plan, execution, findPicture, ...opened }: OpenedPart, session: Session): Promise<void> {
  const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
  await workInLanes(plan.cells, session, async (planned) => {
    const { id } = planned.cell;
    const task = tasks.get(planned.compose) as ComposeTask;
    const [outcome, picture] = [execution.outcomes.get(task.id), findPicture(id)];
    const isDrawn = isFinished(outcome) && picture !== undefined;
    if (!isDrawn || picture.draft === true) return void (isDrawn || session.unseen.push(id));
    const found = await checkPicture({ planned, task, outcome, picture, ...opened }, session);
    if (found.length > 0) session.ofCells.set(id, found);
    opened.cards.release();
  });
}

async function describeOwnCode({ prepared: { project }, workspace: { files } }: ChecksInput): Promise<string> {
  if (project.customChecks.length === 0) return '';
  const digests = await Promise.all(project.dependencies.map((path) => files.digest(path)));
  return computeDigest(digests.join('\n'));
}

async function workInLanes<Item>(
  items: readonly Item[],
  { jobs, signal }: Pick<ChecksInput, 'jobs' | 'signal'>,
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

interface DrawnCell extends Pick<OpenedPart, 'cards' | 'mirrored'> {
  readonly planned: PlannedCell;
  readonly task: ComposeTask;
  readonly outcome: Finished;
  readonly picture: ManifestPicture;
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
  { planned, task, outcome, picture, cards, mirrored }: DrawnCell,
  asset: ResolvedAsset,
  { prepared: { project }, workspace }: Session,
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
  const { workspace, alts, edits, candidates } = session;
  const { project } = session.prepared;
  const isOwn = ({ art }: { readonly art: string }): boolean => art.startsWith(`${asset.id}/`);
  const arts = listUsedArt(asset, project.config.assets);
  return {
    asset,
    today: formatDay(workspace.host.clock),
    alts: alts.get(asset.id) ?? [],
    arts,
    models: [...new Set(arts.flatMap(({ slot, art }) => findModel(`${asset.id}/${slot}`, art, session)))].map((name) => {
      const [generator = '', model = ''] = name.split('\n');
      return { model, end: project.generators.get(generator)?.findEnd?.(model) };
    }),
    edits: uniteEdits(edits.filter(isOwn)),
    candidates: candidates.filter(isOwn),
  };
}

/** Reads what is written in art. */
async function checkText({ plan, execution, cards }: OpenedPart, session: Session): Promise<void> {
  const { prepared, workspace, reader, signal, seen } = session;
  const { config, inputs, tools } = prepared.project;
  const { found, missing, remembered, looked } = await checkArtText({
    plan,
    assets: config.assets,
    inputs,
    execution,
    index: workspace.index,
    codec: tools.codec.version,
    decodePlate: async (task, slot) => tools.codec.decode(await cards.readPlate(task, slot)),
    reader,
    isOff,
    seen,
    ...(signal && { signal }),
  });
  session.counts.remembered += remembered;
  session.counts.looked += looked;
  for (const warning of missing) session.missing.set(warning.message, session.missing.get(warning.message) ?? warning);
  for (const { check, asset, cell, slot, observations } of found) {
    const graded = observations.flatMap((each) => grade(check, { ...each, cell, field: ['art', slot] }, asset));
    session.ofText.set(cell, [...(session.ofText.get(cell) ?? []), ...graded]);
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

function listCandidates(tasks: readonly Task[], execution: Execution, session: Session): CheckedAsset['candidates'] {
  const { book } = session.treasury;
  const chosen = new Set(book.lines().flatMap((line) => (line.type === 'choice' ? [line.key] : [])));
  return tasks.flatMap((task) => {
    const outcome = execution.outcomes.get(task.id);
    if (task.kind !== 'generate' || !isFinished(outcome) || chosen.has(outcome.key)) return [];
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

function findAltPlace({ cell }: AssetObservation, asset: ResolvedAsset, { prepared: { project }, alts }: Session): Place | undefined {
  const locale = alts.get(asset.id)?.find((each) => each.cell === cell)?.locale ?? project.config.locales.source;
  return project.inputs.sourceOf(locale, asset.alt)?.place;
}
