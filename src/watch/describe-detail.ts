import { readTextBoxes } from '../actions/read-text-boxes.ts';
import { listRequests } from '../actions/list-requests.ts';
import { createRecordLookup, describeCell } from '../engine/describe-cell.ts';
import { recordOf, resultOf } from '../engine/task-outcome.ts';
import type { LockBook } from '../lock/lock-book.ts';
import type { LiveBox, LiveCell, LiveDetail, LiveLayer, LiveMessage } from '../model/live.ts';
import type { ManifestPicture } from '../model/manifest.ts';
import type { TaskOutcome } from '../model/outcome.ts';
import type { ComposeTask, Plan, Task } from '../model/plan.ts';
import type { PictureLayer } from '../model/provenance.ts';
import type { PictureEntry } from '../model/purchase.ts';
import type { CellChange } from '../model/report.ts';
import type { LoadedProject } from '../project/load-project.ts';
import { indexEntries, listLayers } from '../publish/list-layers.ts';
import type { LayerSources } from '../publish/list-layers.ts';
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
  const entries = indexEntries(sources.book.lines());
  const bought = task === undefined ? [] : listBought(task, tasks, sources);
  return {
    cell,
    boxes: task === undefined ? [] : listBoxes(task, sources),
    safeArea: planned?.cell.size.safeArea ?? { top: 0, right: 0, bottom: 0, left: 0 },
    messages: task === undefined ? [] : listMessages(task, sources),
    layers: listLayers(planned?.compose ?? '', { tasks, outcomes: sources.outcomes, bought: entries }).map((layer) => describeLayer(layer, entries)),
    ...describeBefore(cell, sources),
    causes: sources.change?.causes ?? [],
    record: planned === undefined ? {} : describeCell(planned, tasks, createRecordLookup(sources.outcomes)),
    ...(sources.manifest && { manifest: sources.manifest }),
    approvals: approvals.filter(({ raster }) => raster === cell.raster),
    candidates: [...new Set(bought.map(({ key }) => key))].map((key) => describeCandidates(key, bought, sources)),
    cost: bought.reduce((sum, { entry }) => sum + entry.cost, 0),
  };
}

function listBoxes(task: ComposeTask, { outcomes }: DetailSources): readonly LiveBox[] {
  const result = resultOf(outcomes.get(task.id));
  if (result === undefined) return [];
  return readTextBoxes(task, result.facts).map(({ slot, text, fontSize, lines, x, y, width, height }) => ({
    slot,
    text,
    fontSize,
    lines,
    x,
    y,
    width,
    height,
  }));
}

/** Texts of slots as their files write them, placeholders and all. */
function listMessages({ messages }: ComposeTask, { project: { copy } }: DetailSources): readonly LiveMessage[] {
  return messages.flatMap(({ slot, key, locale }) => {
    const message = slot === undefined ? undefined : copy.find(locale, key);
    return slot === undefined || message === undefined ? [] : [{ slot, key, locale, text: message.text, file: message.place.file, line: message.place.line }];
  });
}

function describeLayer(layer: PictureLayer, bought: LayerSources['bought']): LiveLayer {
  const { slot, kind } = layer;
  if (kind === 'file') return { slot, kind, source: layer.path, facts: {} };
  if (kind === 'procedural') return { slot, kind, source: layer.procedure, facts: { seed: `${layer.seed}` } };
  const entry = layer.picture === undefined ? undefined : bought.get(layer.picture);
  const facts = entry === undefined ? {} : { request: entry.request, date: entry.date, cost: `$${entry.cost.toFixed(4)}`, prices: entry.prices };
  return { slot, kind, source: layer.model, facts };
}

interface Bought {
  readonly art: string;
  readonly key: PictureEntry['key'];
  readonly entry: PictureEntry;
}

function listBought(task: ComposeTask, tasks: ReadonlyMap<string, Task>, sources: DetailSources): readonly Bought[] {
  const requests = new Map(listRequests(task.id, tasks).map((request) => [request.id, request]));
  return [...requests.values()].flatMap(({ id, art }) => {
    const entry = findEntry(id, sources);
    return entry === undefined ? [] : [{ art, key: entry.key, entry }];
  });
}

function findEntry(task: string, { outcomes, book }: DetailSources): PictureEntry | undefined {
  const key = recordOf(outcomes.get(task))?.key;
  return key === undefined ? undefined : book.findChosen(key);
}

function describeCandidates(key: PictureEntry['key'], bought: readonly Bought[], { book }: DetailSources): LiveDetail['candidates'][number] {
  const pictures = book.pictures(key);
  const chosen = book.findChosen(key);
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
