import { drift } from '../diagnostics/project.ts';
import { createManifest } from '../publish/create-manifest.ts';
import { indexEntries } from '../publish/list-layers.ts';
import type { ManifestAssets } from '../publish/manifest-assets.ts';
import { publishOutputs } from '../publish/publish-outputs.ts';
import type { Published } from '../publish/publish-outputs.ts';
import { manifestName, openManifest } from '../publish/read-manifest.ts';
import { readSnapshot } from '../store/snapshot.ts';
import { findDrift } from './find-drift.ts';
import { listPictures } from './gather-execution.ts';
import type { Gathered } from './gather-execution.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import type { Workspace } from './workspace.ts';
import type { BuildOptions } from '../model/report.ts';
import type { Treasury } from './open-paid-art.ts';
import type { ScratchFiles } from '../store/scratch-files.ts';
import type { Session } from './build-session.ts';

/** What was built, and what it is published with. */
export interface PublishingBuild {
  readonly session: Session;
  readonly workspace: Workspace;
  readonly prepared: PreparedPlan;
  readonly options: BuildOptions;
  readonly treasury: Treasury;
  readonly scratch: ScratchFiles;
}

/** What publishing came to. */
export interface PublishedBuild {
  readonly published: Published;
  /** Path of what names it. */
  readonly manifest: string;
  readonly isDrifting: boolean;
  /** Path, stamp, path, stamp, … of an asset's files, as they lie there now. */
  readonly filesOf: (asset: string) => readonly string[];
}

/** Names, signs and publishes what was built. */
export async function publishBuilt(gathered: Gathered, { session, prepared, workspace, options, treasury, scratch }: PublishingBuild): Promise<PublishedBuild> {
  session.emit({ type: 'phase', phase: 'publish' });
  const { matrix, standing, project } = prepared;
  const { sign, output } = project.config;
  const { root } = workspace.host;
  const { dir } = output;
  const manifest = `${dir}/${manifestName}`;
  // A frozen build compares all of what is published.
  const keep = options.frozen ? new Set<string>() : standing.ids;
  const previous = openManifest(root, dir, keep);
  if (previous === undefined && keep.size > 0) return { published: loseManifest(dir), manifest, isDrifting: false, filesOf: () => [] };
  const wanted = createManifest({ pictures: listPictures(gathered), matrix, previous });
  const stale = options.frozen ? findDrift(previous, wanted, sign !== undefined) : [];
  if (stale.length > 0) session.tell(drift({ cells: stale.length, example: stale[0]! }));
  const stamps = scratch.open<readonly string[]>();
  const published = await publishOutputs({
    root,
    dir,
    manifest: stale.length > 0 ? previous! : await signManifest(wanted, { previous, options, prepared, workspace, treasury, scratch }),
    previous,
    store: workspace.store,
    stampsOf: createStampLookup(prepared, workspace),
    adopt: options.adopt ?? false,
    pending: workspace.writable ? workspace.paths.publishing : undefined,
    stamps,
  });
  const filesOf = (id: string): readonly string[] => (keep.has(id) ? (standing.memory.find(id)?.files ?? []) : stamps.read(id).flat());
  return { published, manifest, isDrifting: stale.length > 0, filesOf };
}

/** Somebody took it away while the build went on: the build starts over. */
function loseManifest(dir: string): Published {
  return { written: 0, removed: [], lost: [`${dir}/${manifestName}`] };
}

interface SigningBuild extends Omit<PublishingBuild, 'session'> {
  readonly previous: ManifestAssets | undefined;
}

/** Signing is the last step, since its bytes never repeat. A frozen build, which found no drift, publishes what was signed before. */
async function signManifest(manifest: ManifestAssets, { previous, options, prepared, workspace, treasury, scratch }: SigningBuild): Promise<ManifestAssets> {
  const { sign, output } = prepared.project.config;
  if (sign === undefined) return manifest;
  if (options.frozen && previous !== undefined) return previous;
  const { signOutputs } = await import('./sign-outputs.ts');
  const bought = indexEntries(treasury.book.lines());
  return signOutputs({ manifest, previous, scratch, settings: sign, dir: output.dir, workspace, vault: treasury.vault, bought });
}

/** Stamps under which the last build left the files of an asset. The snapshot is read for assets of which nothing else is remembered. */
function createStampLookup({ standing, project }: PreparedPlan, { paths }: Workspace): (asset: string) => ReadonlyMap<string, string> {
  let others: ReadonlyMap<string, readonly string[]> | undefined;
  const findOthers = (): ReadonlyMap<string, readonly string[]> =>
    (others ??= groupStamps(readSnapshot(paths.snapshot)?.outputs ?? [], project.config.output.dir));
  return (asset) => pairStamps(standing.memory.find(asset)?.files ?? findOthers().get(asset) ?? []);
}

/** Files lie in the folder of their asset. */
function groupStamps(outputs: readonly string[], dir: string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (let at = 0; at < outputs.length; at += 2) {
    const asset = outputs[at]!.slice(dir.length + 1).split('/', 1)[0]!;
    const group = groups.get(asset);
    if (group === undefined) groups.set(asset, outputs.slice(at, at + 2));
    else group.push(outputs[at]!, outputs[at + 1]!);
  }
  return groups;
}

function pairStamps(files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(files.flatMap((path, at) => (at % 2 === 0 ? [[path, files[at + 1]!] as const] : [])));
}
