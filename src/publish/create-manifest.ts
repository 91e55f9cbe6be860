import { actionFor } from '../actions/registry.ts';
import { resultOf } from '../engine/task-outcome.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { OutputFormat } from '../model/config.ts';
import type { Digest } from '../model/digest.ts';
import type { Manifest, ManifestFile, ManifestPicture } from '../model/manifest.ts';
import type { Cell } from '../model/matrix.ts';
import type { ActionResult, TaskOutcome } from '../model/outcome.ts';
import type { Plan, PlannedCell, Task } from '../model/plan.ts';
import { listLayers } from './list-layers.ts';
import type { LayerSources } from './list-layers.ts';
import { readBlock } from './manifest-blocks.ts';
import type { KeptBlocks } from './manifest-blocks.ts';

/** What pictures are described from. */
export interface PictureInputs extends Omit<LayerSources, 'tasks'> {
  readonly plan: Plan;
}

/** What a manifest is made from. */
export interface ManifestInputs {
  /** Cell → what was built of it, by {@link createPictures}. */
  readonly pictures: ReadonlyMap<string, ManifestPicture>;
  /** Asset → template, for every asset of the config. */
  readonly templates: ReadonlyMap<string, string>;
  /** Every cell of the config in order, also those that this build was not asked for. */
  readonly cells: readonly Cell[];
  /** What is published now: cells that were not asked for, or failed, keep their pictures. */
  readonly previous: Manifest | undefined;
}

/** The pictures of a plan that was executed, by cell; one that failed has none. */
export function createPictures({ plan, outcomes, bought }: PictureInputs): ReadonlyMap<string, ManifestPicture> {
  const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
  const pictures = plan.cells.map((each) => [each.cell.id, createPicture(each, { outcomes, tasks, bought })] as const);
  return new Map(pictures.filter((entry): entry is readonly [string, ManifestPicture] => entry[1] !== undefined));
}

/** The manifest of a build: assets in code-unit order, pictures in the order of the matrix. */
export function createManifest({ pictures, templates, cells, previous }: ManifestInputs): Manifest {
  const kept = indexPictures(previous);
  const byAsset = new Map<string, ManifestPicture[]>();
  for (const cell of cells) {
    const picture = pictures.get(cell.id) ?? kept.get(cell.id);
    if (picture === undefined) continue;
    const list = byAsset.get(cell.asset);
    if (list === undefined) byAsset.set(cell.asset, [picture]);
    else list.push(picture);
  }
  const assets = [...byAsset].toSorted(([a], [b]) => compareCodeUnits(a, b));
  return { version: 1, assets: Object.fromEntries(assets.map(([id, list]) => [id, { template: templates.get(id) ?? '', pictures: list }])) };
}

/**
 * The manifest's text, as it lies in the output folder, asset by asset: what `JSON.stringify(manifest, undefined, 1)` gives, and a line's end.
 * @param kept assets that stand beside those of the manifest, as they are written already
 */
export function* formatManifest({ assets, ...head }: Manifest, kept?: KeptBlocks): Iterable<string> {
  yield `${JSON.stringify(head, undefined, 1).slice(0, -2)},\n "assets": {`;
  let end = '';
  for (const id of listIds(assets, kept)) {
    const block = kept?.blocks.get(id);
    yield `${end}\n${block === undefined ? formatAsset(id, assets[id]!) : readBlock(kept!.path, block)}`;
    end = ',';
  }
  yield end === '' ? '}\n}\n' : '\n }\n}\n';
}

/** In code-unit order, but for ids that are numbers: objects have these first. */
function listIds(assets: Manifest['assets'], kept: KeptBlocks | undefined): readonly string[] {
  if (kept === undefined) return Object.keys(assets);
  const ids = [...Object.keys(assets), ...kept.blocks.keys()].toSorted(compareCodeUnits);
  return Object.keys(Object.fromEntries(ids.map((id) => [id, true])));
}

function formatAsset(id: string, asset: Manifest['assets'][string]): string {
  return JSON.stringify({ [id]: asset }, undefined, 1)
    .slice(1, -2)
    .replaceAll('\n', '\n ')
    .slice(1);
}

/** Every file of a manifest, by its path relative to the output folder. */
export function listFiles(manifest: Manifest | undefined): ReadonlyMap<string, ManifestFile> {
  const files = Object.values(manifest?.assets ?? {}).flatMap((asset) => asset.pictures.flatMap((picture) => picture.files));
  return new Map(files.map((file) => [file.src, file]));
}

/** Cell id → picture. */
export function indexPictures(manifest: Manifest | undefined): ReadonlyMap<string, ManifestPicture> {
  const pictures = Object.entries(manifest?.assets ?? {}).flatMap(([asset, { pictures: list }]) =>
    list.map((picture) => [formatCellId(asset, picture), picture] as const),
  );
  return new Map(pictures);
}

const extensions: { readonly [format in OutputFormat]: string } = { avif: 'avif', webp: 'webp', png: 'png', jpeg: 'jpg' };

/** Digits of the digest in a file name: enough that two contents of one cell never share a name. */
const hashLength = 10;

function createPicture(planned: PlannedCell, sources: LayerSources): ManifestPicture | undefined {
  const { outcomes, tasks } = sources;
  const raster = resultOf(outcomes.get(planned.compose));
  const encodes = planned.encodes.flatMap((id) => tasks.get(id) ?? []).filter((task) => task.kind === 'encode');
  const results = encodes.map(({ id, format }) => ({ format, result: resultOf(outcomes.get(id)) }));
  if (raster === undefined || results.some(({ result }) => result === undefined)) return undefined;
  const { cell, alt, origin } = planned;
  const files = results.map(({ format, result }) => createFile(cell, format, result!));
  return {
    size: cell.size.name,
    width: cell.size.width,
    height: cell.size.height,
    locale: cell.locale,
    variant: cell.variant,
    alt,
    ...describeForSite(tasks.get(planned.compose), results[0]?.result),
    raster: raster.digest,
    ...(hasDraft(planned.compose, outcomes, tasks) && { draft: true as const }),
    provenance: { source: origin.source, aiShare: origin.aiShare, layers: listLayers(planned.compose, sources) },
    files,
  };
}

/** What a page needs before the picture has loaded; found by the first of its encoders. */
function describeForSite(compose: Task | undefined, first: ActionResult | undefined): Pick<ManifestPicture, 'direction' | 'color' | 'placeholder'> {
  const { color, placeholder } = first?.facts ?? {};
  return {
    ...(compose?.kind === 'compose' && { direction: compose.direction }),
    ...(typeof color === 'string' && { color }),
    ...(typeof placeholder === 'string' && { placeholder }),
  };
}

/** Whether a stand-in is anywhere in what a task was made from. */
export function hasDraft(id: string, outcomes: ReadonlyMap<string, TaskOutcome>, tasks: ReadonlyMap<string, Task>): boolean {
  if (resultOf(outcomes.get(id))?.facts['draft'] === true) return true;
  const task = tasks.get(id);
  return (
    task !== undefined &&
    actionFor(task)
      .inputs(task)
      .some((input) => hasDraft(input, outcomes, tasks))
  );
}

function createFile(cell: Cell, format: OutputFormat, result: ActionResult): ManifestFile {
  return { format, src: formatSource(cell.id, result.digest, format), bytes: result.bytes, digest: result.digest };
}

/** Path of a cell's file in the output folder; the digest tells one content of it from the next. */
export function formatSource(cell: string, digest: Digest, format: OutputFormat): string {
  return `${cell}.${digest.slice(0, hashLength)}.${extensions[format]}`;
}

/** The id of the cell that a picture of an asset shows. */
export function formatCellId(asset: string, { size, locale, variant }: ManifestPicture): string {
  return `${asset}/${[size, locale, ...Object.values(variant)].join('.')}`;
}
