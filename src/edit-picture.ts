import { actionFor } from './actions/registry.ts';
import { spendConsent } from './diagnostics/generate.ts';
import { editAmbiguous, editUnbought, paidArtNone } from './diagnostics/lock.ts';
import { assetUnknown } from './diagnostics/project.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { ArtOrder } from './engine/obtain-art.ts';
import { computeActionKey, computeDigest } from './keys/canonical.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Digest } from './model/digest.ts';
import { aspectOf } from './model/geometry.ts';
import type { AssetMatrix } from './model/matrix.ts';
import type { GenerateTask, Plan } from './model/plan.ts';
import type { PictureEntry } from './model/purchase.ts';
import type { BuildOptions, PlannedPurchase, ProjectOptions } from './model/report.ts';
import { planBuild } from './plan-build.ts';
import { derivePlan } from './plan/derive-plan.ts';
import { checkRequests } from './project/check-requests.ts';
import { findFinalRequests } from './project/find-final-requests.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import { listPurchases, summarisePurchases } from './project/list-purchases.ts';
import { openShadowSession } from './project/load-shadows.ts';
import type { ShadowSession } from './project/load-shadows.ts';
import { findCap, openPaidArt, vaultName } from './project/open-paid-art.ts';
import { findRequests } from './project/purchase-requests.ts';
import { assemblePrompt } from './prompt/assemble-prompt.ts';

/** Which picture is to be changed, and how. */
export interface EditPictureOptions extends ProjectOptions, Pick<BuildOptions, 'spend' | 'buyAgain' | 'confirmSpend'> {
  readonly asset: string;
  /** Needed where the asset has bought art in several slots. */
  readonly slot?: string;
  /** What to change, in a person's words. */
  readonly instruction: string;
}

/** A picture that was edited. */
export interface EditedPicture {
  /** `asset/slot`. */
  readonly art: string;
  /** The picture that the edit started from. */
  readonly from: Digest;
  readonly digest: Digest;
  /** Relative to the root. */
  readonly path: string;
  /** US dollars. */
  readonly cost: number;
}

/** What came of an edit. */
export interface EditPictureReport {
  readonly exit: number;
  readonly asset: string;
  readonly edited: readonly EditedPicture[];
  /** US dollars spent now. */
  readonly spent: number;
  /** What the edit would cost, as long as nobody agreed. */
  readonly missing: readonly PlannedPurchase[];
  /** Art that is made from the edited picture and that the next build will buy anew. */
  readonly following: readonly PlannedPurchase[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Buys an edit of the picture that a slot uses: the picture goes in as it was bought, the instruction is the person's. The result is a further candidate of the same
 * art, with the picture that it came from, and is chosen; so builds show it, here and in every clone, and the config stays as it is. A slot that has one request for
 * each shape or language has each of them edited.
 */
export async function editPicture(options: EditPictureOptions): Promise<EditPictureReport> {
  const host = describeHost(options);
  try {
    return await holdBuildLock(host, options, async () => edit(await openShadowSession(host, options), options));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    const { diagnostics } = error;
    return { exit: findWorstExit(diagnostics), asset: options.asset, edited: [], spent: 0, missing: [], following: [], diagnostics };
  }
}

async function edit(session: ShadowSession, options: EditPictureOptions): Promise<EditPictureReport> {
  const edits = await planEdits(session, options);
  const { generators, tools } = session.project;
  // A picture under the key of its edit was bought by a process that ended before it could be put in its place.
  const open = edits.filter(({ done, order }) => done === undefined && session.treasury.book.chosen(order.key) === undefined);
  const tasks = open.map(({ order }) => order.task);
  const plan: Plan = { version: 1, tasks, cells: [] };
  const missing = listPurchases(plan, { purchases: new Map(tasks.map(({ id }) => [id, 1])) }, generators);
  const problems = await tools.locate(checkRequests(tasks, generators));
  const report = { asset: options.asset, edited: [], spent: 0, missing, following: [] };
  if (problems.some(({ severity }) => severity === 'error')) return { ...report, exit: findWorstExit(problems), diagnostics: problems };
  const wanted = summarisePurchases(missing);
  const cap = open.length === 0 ? 0 : await findCap(session.project.config, session.workspace.host, options, wanted);
  if (cap === undefined) {
    const diagnostics = [...problems, spendConsent({ ...wanted, command: `visuals regenerate ${options.asset} --edit …` })];
    return { ...report, exit: findWorstExit(diagnostics), diagnostics };
  }
  const before = await planBuild(options);
  const bought = await buyEdits(session, edits, { options, cap, wanted });
  const known = new Set(before.purchases.map(({ task }) => task));
  const following = (await planBuild(options)).purchases.filter(({ task }) => !known.has(task));
  const diagnostics = [...problems, ...bought.diagnostics];
  return { exit: findWorstExit(diagnostics), asset: options.asset, ...bought, missing: [], following, diagnostics };
}

/** One edit: its order, and the art whose candidate it becomes. */
interface PlannedEdit {
  readonly art: string;
  readonly artKey: Digest;
  readonly parent: PictureEntry;
  readonly order: Omit<ArtOrder, 'files'>;
  /** The same edit, bought before. */
  readonly done: PictureEntry | undefined;
}

async function planEdits(session: ShadowSession, { asset, slot, instruction }: EditPictureOptions): Promise<readonly PlannedEdit[]> {
  const { book } = session.treasury;
  const { plan, diagnostics } = derivePlan(selectAsset(session, asset), session.project.inputs);
  const borrowed = new Set(
    session.matrix.flatMap((each) => Object.entries(each.asset.art).flatMap(([name, art]) => (each.asset.id === asset && art.kind === 'asset' ? [name] : []))),
  );
  // Art of another asset is edited there.
  const finals = findFinalRequests(plan, asset).filter((each) => !borrowed.has(each.slot));
  const slots = [...new Set(finals.map((each) => each.slot))];
  const own = finals.filter((each) => slot === undefined || each.slot === slot);
  if (own.length === 0) throw new VisualsError([...diagnostics, paidArtNone({ asset, slot, known: slots })]);
  if (slot === undefined && slots.length > 1) throw new VisualsError(editAmbiguous({ asset, slots }));
  const { keys } = await findRequests(session, { plan, ids: new Set(own.map(({ task }) => task.id)) });
  const unbought = own.filter(({ task }) => !keys.has(task.id));
  if (unbought.length > 0) throw new VisualsError([...new Set(unbought.map((each) => each.slot))].map((each) => editUnbought({ art: `${asset}/${each}` })));
  const description = session.project.inputs.templates.get(session.matrix.find((each) => each.asset.id === asset)!.asset.template)!.contract.description;
  return own.map(({ slot: name, task }) => {
    const artKey = keys.get(task.id)!;
    return planEdit({ art: `${asset}/${name}`, artKey, task, parent: book.chosen(artKey)!, description, instruction }, session);
  });
}

function selectAsset({ matrix }: ShadowSession, asset: string): AssetMatrix {
  const selected = matrix.filter((each) => each.asset.id === asset);
  if (selected.length === 0) throw new VisualsError(assetUnknown({ asset, known: matrix.map((each) => each.asset.id) }));
  return selected;
}

interface EditParts extends Pick<PlannedEdit, 'art' | 'artKey' | 'parent'> {
  readonly task: GenerateTask;
  readonly description: string;
  readonly instruction: string;
}

function planEdit({ art, artKey, task, parent, description, instruction }: EditParts, { treasury, project }: ShadowSession): PlannedEdit {
  const [slot = ''] = art.split('/').slice(-1);
  const references = [{ name: 'Image 1', role: 'the picture to edit' }];
  const use = { description, slot, aspect: aspectOf(task.request) };
  const prompt = assemblePrompt({ operation: 'edit', use, text: instruction, palette: [], references, textFree: true });
  // An edit is made in the size of its picture; that setting of moderation is for new pictures alone.
  const request = {
    ...task.request,
    operation: 'edit' as const,
    prompt: prompt.text,
    moderation: 'auto' as const,
    width: parent.width,
    height: parent.height,
    take: 0,
  };
  const id = `generate:edit:${computeDigest(`${parent.digest} ${prompt.text}`).slice(0, 16)}`;
  const edited: GenerateTask = {
    kind: 'generate',
    id,
    art,
    request,
    sections: prompt.sections,
    references: [{ name: 'Image 1', task: task.id }],
    candidates: 1,
    note: '',
  };
  const record = actionFor(edited).record(edited, new Map([[task.id, parent.digest]]), project.tools) as ArtOrder['record'];
  const key = computeActionKey('generate', record);
  const done = treasury.book.pictures(artKey).find((entry) => computeActionKey('generate', entry.record) === key);
  const named = { ...request, references: [{ name: 'Image 1', digest: parent.digest }] };
  return { art, artKey, parent, order: { task: edited, key, record, request: named }, done };
}

interface EditConsent {
  readonly options: EditPictureOptions;
  readonly cap: number;
  readonly wanted: ReturnType<typeof summarisePurchases>;
}

async function buyEdits(
  { workspace, project, treasury }: ShadowSession,
  edits: readonly PlannedEdit[],
  { options, cap, wanted }: EditConsent,
): Promise<Pick<EditPictureReport, 'edited' | 'spent' | 'diagnostics'>> {
  const diagnostics: Diagnostic[] = [];
  const edited: EditedPicture[] = [];
  const signal = options.signal ?? new AbortController().signal;
  const emit: NonNullable<ProjectOptions['onEvent']> = (event) => {
    if (event.type === 'diagnostic') diagnostics.push(event.diagnostic);
    else options.onEvent?.(event);
  };
  const { paid, budget } = await openPaidArt({ project, treasury, host: workspace.host, options, wanted, cap, alone: workspace.writable, signal, emit });
  for (const { art, artKey, parent, order, done } of edits) {
    try {
      const obtained = done ?? (await paid.obtain({ ...order, files: async () => ({ references: [await paid.read(parent.digest)] }) }));
      const entry = 'status' in obtained ? (obtained.status === 'draft' ? undefined : obtained.entry) : obtained;
      if (entry === undefined) continue;
      if (done === undefined) treasury.book.adopt(entry, { key: artKey, from: parent.digest });
      else treasury.book.choose(artKey, done.digest);
      const { digest, cost } = entry;
      edited.push({ art, from: parent.digest, digest, path: `${vaultName}/${digest.slice(0, 2)}/${digest}`, cost });
    } catch (error) {
      if (!(error instanceof VisualsError)) throw error;
      diagnostics.push(...error.diagnostics.map((each) => ({ asset: options.asset, ...each })));
    }
  }
  return { edited, spent: budget.spent(), diagnostics };
}
