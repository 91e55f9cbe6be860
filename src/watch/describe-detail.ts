import { describeCell } from '../engine/describe-cell.ts';
import { recordOf } from '../engine/execute-plan.ts';
import type { LockBook } from '../lock/lock-book.ts';
import { expandMatrix } from '../matrix/expand-matrix.ts';
import type { LiveBox, LiveCell, LiveDetail, LiveLayer, LiveMessage } from '../model/live.ts';
import type { ManifestPicture } from '../model/manifest.ts';
import type { TaskOutcome } from '../model/outcome.ts';
import type { ComposeTask, Plan, PlannedCell, Task } from '../model/plan.ts';
import type { PictureEntry } from '../model/purchase.ts';
import type { CellChange } from '../model/report.ts';
import { actionFor } from '../actions/registry.ts';
import { applyOverrides, formatCopyKey } from '../plan/apply-overrides.ts';
import type { LoadedProject } from '../project/load-project.ts';
import { findMessage } from '../text/resolve-message.ts';
import type { PictureShelf } from './picture-shelf.ts';

/** What a detail is described from. */
export interface DetailSources {
  readonly project: LoadedProject;
  readonly plan: Plan;
  readonly outcomes: ReadonlyMap<string, TaskOutcome>;
  readonly change: CellChange | undefined;
  readonly manifest: ManifestPicture | undefined;
  readonly book: LockBook;
  readonly shelf: PictureShelf;
}

/** All that is known of a cell whose plan is known; of a cell that can't be planned, what the gallery knows. */
export function describeDetail(cell: LiveCell, sources: DetailSources): LiveDetail {
  const planned = sources.plan.cells.find((each) => each.cell.id === cell.id);
  const tasks = new Map(sources.plan.tasks.map((task) => [task.id, task]));
  const task = planned && (tasks.get(planned.compose) as ComposeTask);
  const approvals = sources.book.approvals(cell.id);
  const bought = task === undefined ? [] : listBought(task, tasks, sources);
  return {
    cell,
    boxes: listBoxes(planned, sources),
    safeArea: planned?.cell.size.safeArea ?? { top: 0, right: 0, bottom: 0, left: 0 },
    messages: task === undefined ? [] : listMessages(task, sources),
    layers: task === undefined ? [] : Object.entries(task.art).map(([slot, id]) => describeLayer(slot, id, tasks, sources)),
    ...describeBefore(cell, sources),
    causes: sources.change?.causes ?? [],
    record: planned === undefined ? {} : describeCell(planned, tasks, (id) => recordOf(sources.outcomes.get(id))?.record),
    ...(sources.manifest && { manifest: sources.manifest }),
    approvals: approvals.filter(({ raster }) => raster === cell.raster),
    candidates: [...new Set(bought.map(({ key }) => key))].map((key) => describeCandidates(key, bought, sources)),
    cost: bought.reduce((sum, { entry }) => sum + entry.cost, 0),
  };
}

function listBoxes(planned: PlannedCell | undefined, { outcomes }: DetailSources): readonly LiveBox[] {
  const outcome = planned && outcomes.get(planned.compose);
  if (outcome?.status !== 'cached' && outcome?.status !== 'made') return [];
  const boxes = outcome.result.facts['boxes'];
  return Array.isArray(boxes) ? (boxes as readonly LiveBox[]) : [];
}

function listMessages(task: ComposeTask, { project }: DetailSources): readonly LiveMessage[] {
  const { config, copy } = project;
  const asset = config.assets.find(({ id }) => id === task.cell.asset);
  if (asset === undefined) return [];
  const definition = applyOverrides(asset, task.cell);
  return Object.keys(task.texts).flatMap((slot) => {
    const key = formatCopyKey(definition, slot);
    const message = findMessage({ copy, locales: config.locales, locale: task.cell.locale, key });
    if (message === undefined) return [];
    return [{ slot, key, locale: message.locale, text: message.text, file: message.place.file, line: message.place.line }];
  });
}

function describeLayer(slot: string, id: string, tasks: ReadonlyMap<string, Task>, sources: DetailSources): LiveLayer {
  const chain = listChain(id, tasks);
  const source = chain.find((task) => task.kind === 'generate' || task.kind === 'procedural' || task.kind === 'ingest');
  if (source?.kind === 'generate') {
    const entry = findEntry(source.id, sources);
    const facts = entry === undefined ? {} : { request: entry.request, date: entry.date, cost: `$${entry.cost.toFixed(4)}`, prices: entry.prices };
    return { slot, kind: source.request.operation, source: source.request.model, facts };
  }
  if (source?.kind === 'procedural') return { slot, kind: 'procedural', source: source.procedure, facts: { seed: `${source.seed}` } };
  return { slot, kind: 'file', source: source?.kind === 'ingest' ? source.path : '', facts: {} };
}

/** A task and all that stands behind it, nearest first. */
function listChain(id: string, tasks: ReadonlyMap<string, Task>): readonly Task[] {
  const task = tasks.get(id);
  return task === undefined
    ? []
    : [
        task,
        ...actionFor(task)
          .inputs(task)
          .flatMap((input) => listChain(input, tasks)),
      ];
}

interface Bought {
  readonly art: string;
  readonly key: PictureEntry['key'];
  readonly entry: PictureEntry;
}

function listBought(task: ComposeTask, tasks: ReadonlyMap<string, Task>, sources: DetailSources): readonly Bought[] {
  const chain = new Map(
    Object.values(task.art)
      .flatMap((id) => listChain(id, tasks))
      .map((each) => [each.id, each]),
  );
  return [...chain.values()].flatMap((each) => {
    const entry = each.kind === 'generate' ? findEntry(each.id, sources) : undefined;
    return each.kind === 'generate' && entry !== undefined ? [{ art: each.art, key: entry.key, entry }] : [];
  });
}

function findEntry(task: string, { outcomes, book }: DetailSources): PictureEntry | undefined {
  const key = recordOf(outcomes.get(task))?.key;
  return key === undefined ? undefined : findChosen(book, key);
}

/** Two branches that chose differently have no chosen picture until somebody decides. */
function findChosen(book: LockBook, key: PictureEntry['key']): PictureEntry | undefined {
  try {
    return book.chosen(key);
  } catch {
    return undefined;
  }
}

function describeCandidates(key: PictureEntry['key'], bought: readonly Bought[], { book }: DetailSources): LiveDetail['candidates'][number] {
  const pictures = book.pictures(key);
  const chosen = findChosen(book, key);
  const { width = 0, height = 0 } = pictures[0] ?? {};
  return {
    art: bought.find((each) => each.key === key)?.art ?? '',
    width,
    height,
    undecided: chosen === undefined,
    candidates: pictures.map(({ digest, date, model, cost, format }) => ({
      digest,
      chosen: digest === chosen?.digest,
      date,
      model,
      cost,
      picture: `vault-${digest}.${format}`,
    })),
  };
}

function describeBefore(cell: LiveCell, { book, shelf }: DetailSources): Pick<LiveDetail, 'before'> {
  const approved = book.approvals(cell.id).filter(({ verdict, raster }) => verdict === 'approved' && raster !== cell.raster);
  const last = approved.toSorted((a, b) => (a.date < b.date ? 1 : -1))[0];
  const picture = last === undefined ? '' : shelf.nameOf(last.raster).picture;
  return last === undefined || picture === '' ? {} : { before: { picture, raster: last.raster, by: last.by, date: last.date } };
}

/** Every cell of a project, in the order of the matrix. */
export function listCells(project: LoadedProject): ReturnType<typeof expandMatrix>[number]['cells'] {
  return expandMatrix(project.config.assets).flatMap(({ cells }) => cells);
}
