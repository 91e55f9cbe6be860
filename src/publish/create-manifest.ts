import { actionFor } from '../actions/registry.ts';
import { resultOf } from '../engine/task-outcome.ts';
import type { OutputFormat } from '../model/config.ts';
import type { Digest } from '../model/digest.ts';
import type { Manifest, ManifestAsset, ManifestFile, ManifestPicture } from '../model/manifest.ts';
import type { AssetMatrix, Cell } from '../model/matrix.ts';
import type { ActionResult, TaskOutcome } from '../model/outcome.ts';
import type { Plan, PlannedCell, Task } from '../model/plan.ts';
import { addTo } from '../model/group-by.ts';
import { listLayers } from './list-layers.ts';
import type { LayerSources } from './list-layers.ts';
import { filesOf, sortIds } from './manifest-assets.ts';
import type { ManifestAssets } from './manifest-assets.ts';
import { readBlock } from './manifest-blocks.ts';
import type { KeptBlocks } from './manifest-blocks.ts';

/** What pictures are described from. */
export interface PictureInputs extends Omit<LayerSources, 'tasks'> {
  readonly plan: Plan;
}

/** What a manifest is made from. */
export interface ManifestInputs {
  /** What was built of an asset, by {@link createPictures}; nothing where it was not asked for, or failed. */
  readonly pictures: (asset: string) => readonly ManifestPicture[];
  /** Every cell of the config in order, also those that this build was not asked for. */
  readonly matrix: AssetMatrix;
  /** What is published now: cells that were not asked for, or failed, keep their pictures. */
  readonly previous: ManifestAssets | undefined;
}

/** The pictures of a plan that was executed, by asset; a cell that failed has none. */
export function createPictures({ plan, outcomes, bought }: PictureInputs): ReadonlyMap<string, readonly ManifestPicture[]> {
  const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
  const pictures = new Map<string, ManifestPicture[]>();
  for (const each of plan.cells) {
    const picture = createPicture(each, { outcomes, tasks, bought });
    if (picture !== undefined) addTo(pictures, each.cell.asset, picture);
  }
  return pictures;
}

/** The manifest of a build: assets in code-unit order, pictures in the order of the matrix. Each asset is put together when it is read. */
export function createManifest({ pictures, matrix, previous }: ManifestInputs): ManifestAssets {
  const declared = new Map(matrix.map((each) => [each.asset.id, each]));
  return {
    ids: sortIds(declared.keys()),
    read: (id) => {
      const { asset, cells } = declared.get(id) ?? {};
      if (asset === undefined || cells === undefined) return undefined;
      const built = pictures(id);
      const before = built.length === cells.length ? undefined : previous?.read(id);
      const found = new Map([...indexAsset(id, before), ...indexAsset(id, { pictures: built })]);
      const list = cells.flatMap((cell) => found.get(cell.id) ?? []);
      return list.length === 0 ? undefined : { template: asset.template, pictures: list };
    },
  };
}

/**
 * The manifest's text, as it lies in the output folder, asset by asset: what `JSON.stringify(manifest, undefined, 1)` gives, and a line's end.
 * @param kept assets that stand beside those of the manifest, as they are written already
 */
export function* formatManifest(assets: ManifestAssets, kept?: KeptBlocks): Iterable<string> {
  yield '{\n "version": 1,\n "assets": {';
  let end = '';
  for (const id of sortIds([...assets.ids, ...(kept?.blocks.keys() ?? [])])) {
    const block = kept?.blocks.get(id);
    const text = block === undefined ? formatAsset(id, assets.read(id)) : readBlock(kept!.path, block);
    if (text === undefined) continue;
    yield `${end}\n${text}`;
    end = ',';
  }
  yield end === '' ? '}\n}\n' : '\n }\n}\n';
}

function formatAsset(id: string, asset: ManifestAsset | undefined): string | undefined {
  if (asset === undefined) return undefined;
  return JSON.stringify({ [id]: asset }, undefined, 1)
    .slice(1, -2)
    .replaceAll('\n', '\n ')
    .slice(1);
}

/** Every file of a manifest, by its path relative to the output folder. */
export function listFiles(manifest: Manifest | undefined): ReadonlyMap<string, ManifestFile> {
  const files = Object.values(manifest?.assets ?? {}).flatMap(filesOf);
  return new Map(files.map((file) => [file.src, file]));
}

/** Cell id → picture. */
export function indexPictures(manifest: Manifest | undefined): ReadonlyMap<string, ManifestPicture> {
  return new Map(Object.entries(manifest?.assets ?? {}).flatMap(([id, asset]) => [...indexAsset(id, asset)]));
}

/** Cell id → picture, of one asset. */
export function indexAsset(id: string, asset: Pick<ManifestAsset, 'pictures'> | undefined): ReadonlyMap<string, ManifestPicture> {
  return new Map(asset?.pictures.map((picture) => [formatCellId(id, picture), picture]));
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
