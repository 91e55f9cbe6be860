import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRecordLookup, describeCell } from '../engine/describe-cell.ts';
import type { Execution } from '../engine/execute-plan.ts';
import { isFinished } from '../engine/task-outcome.ts';
import { compareRecords } from '../keys/compare-records.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { ManifestPicture } from '../model/manifest.ts';
import type { Plan, PlannedCell, Task } from '../model/plan.ts';
import type { ProjectOptions } from '../model/report.ts';
import { indexPictures } from '../publish/create-manifest.ts';
import { readManifest } from '../publish/read-manifest.ts';
import { openKeyMemory } from '../store/key-memory.ts';
import { compareRasters } from './compare-rasters.ts';
import { executeForFree } from './execute-for-free.ts';
import type { LoadedProject } from './load-project.ts';
import type { Workspace } from './workspace.ts';

/** How a picture of the installed parts compares with the published one. `edited`: its sources changed too, so the renderer is not to blame; `absent`: there is nothing to compare with. */
export interface UpgradedPicture {
  readonly cell: string;
  readonly state: 'identical' | 'similar' | 'different' | 'edited' | 'absent';
  /** Share of the pixels that differ visibly, 0–1. */
  readonly share: number;
  /** The largest difference of a channel, 0–255. */
  readonly most: number;
  /** Digests of the composed pixels. */
  readonly before?: Digest;
  readonly after?: Digest;
  /** The files that were compared; absent where nothing had to be decoded. */
  readonly pictures?: readonly [before: Uint8Array, after: Uint8Array];
}

/** What is compared, and how strictly. */
export interface UpgradeComparison extends Pick<ProjectOptions, 'onEvent' | 'signal'> {
  readonly workspace: Workspace;
  readonly project: LoadedProject;
  readonly plan: Plan;
  readonly jobs?: number;
  /** Share of the pixels that may differ, 0–1. */
  readonly tolerance: number;
  readonly onDiagnostic: (diagnostic: Diagnostic) => void;
}

/** Draws every picture of a plan with the installed parts and compares it with what is published. Results stay in the cache, so that the next build finds them; nothing is published. */
export async function compareUpgrade(options: UpgradeComparison): Promise<readonly UpgradedPicture[]> {
  const { workspace, project } = options;
  const plan = keepOneEncode(options.plan);
  const execution = await executeForFree({ ...options, plan });
  workspace.index.flush();
  const { dir } = project.config.output;
  const published = indexPictures(readManifest(workspace.host.root, dir));
  const isEdited = createEditFinder(plan, execution, workspace);
  const compared: UpgradedPicture[] = [];
  for (const planned of plan.cells) {
    const before = published.get(planned.cell.id);
    const drawn = { planned, before, execution, folder: join(workspace.host.root, dir), options };
    compared.push(await compareCell(drawn, isEdited(planned)));
  }
  return compared;
}

/** One file a cell is compared, a lossless one if there is one. */
function keepOneEncode(plan: Plan): Plan {
  const formats = new Map(plan.tasks.flatMap((task) => (task.kind === 'encode' ? [[task.id, task.format] as const] : [])));
  const pick = ({ encodes }: PlannedCell): readonly string[] => [encodes.find((id) => formats.get(id) === 'png') ?? encodes[0]!];
  return { ...plan, cells: plan.cells.map((cell) => ({ ...cell, encodes: pick(cell) })) };
}

/** Fields that another version of the tool's parts changes, and nobody else. */
const partField = /(?:^|\.)(?:renderer|codec|painter|revision|localeData)$/;
/** What only encoding depends on; pixels are compared before it. */
const encodeField = /^(?:avif|webp|png|jpeg)(?:\.|$)/;
/** Follow from other fields. */
const derivedField = /^art\.[^.]+$|^art\..*\.(?:input|bytes|picture)$/;

/** Tells which cells have other sources than when they were built, by the memory that `why` tells from. */
function createEditFinder(plan: Plan, { outcomes }: Execution, { paths }: Workspace): (cell: PlannedCell) => boolean {
  const memory = openKeyMemory(paths.keyMemory);
  const tasks = new Map<string, Task>(plan.tasks.map((task) => [task.id, task]));
  return (planned) => {
    const before = memory.find(planned.cell.id)?.record;
    if (before === undefined) return false;
    const after = describeCell(planned, tasks, createRecordLookup(outcomes));
    const causes = compareRecords(before, after).filter(({ field }) => !partField.test(field) && !encodeField.test(field));
    const hasPartChange = compareRecords(before, after).some(({ field }) => partField.test(field));
    return causes.some(({ field }) => !derivedField.test(field) || !hasPartChange);
  };
}

interface DrawnCell {
  readonly planned: PlannedCell;
  readonly before: ManifestPicture | undefined;
  readonly execution: Execution;
  readonly folder: string;
  readonly options: UpgradeComparison;
}

async function compareCell({ planned, before, execution, folder, options }: DrawnCell, isEdited: boolean): Promise<UpgradedPicture> {
  const { workspace, project, tolerance } = options;
  const cell = planned.cell.id;
  const [raster, file] = [execution.outcomes.get(planned.compose), execution.outcomes.get(planned.encodes[0]!)];
  if (before === undefined || !isFinished(raster) || !isFinished(file)) return { cell, state: 'absent', share: 1, most: 255 };
  const digests = { before: before.raster, after: raster.result.digest };
  if (digests.before === digests.after) return { cell, state: 'identical', share: 0, most: 0, ...digests };
  const format = options.plan.tasks.find((task) => task.id === planned.encodes[0]);
  const source = format?.kind === 'encode' ? before.files.find((each) => each.format === format.format) : undefined;
  const [old, next] = [source && readIfThere(join(folder, source.src)), await workspace.store.read(file.result.digest)];
  if (old === undefined || next === undefined) return { cell, state: 'absent', share: 1, most: 255, ...digests };
  const { codec } = project.tools;
  const difference = compareRasters(await codec.decode(old), await codec.decode(next));
  const state = isEdited ? 'edited' : difference.share <= tolerance ? 'similar' : 'different';
  return { cell, state, ...difference, ...digests, pictures: [old, next] };
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
