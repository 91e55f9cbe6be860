import { join } from 'node:path';
import { createRecordLookup, describeCell, describeChange } from '../engine/describe-cell.ts';
import type { Execution } from '../engine/execute-plan.ts';
import { recordOf } from '../engine/task-outcome.ts';
import { computeDigest } from '../keys/canonical.ts';
import type { KeyRecord, TaskOutcome } from '../model/outcome.ts';
import type { Plan, PlannedCell } from '../model/plan.ts';
import type { BuildOptions, CellChange } from '../model/report.ts';
import { manifestName } from '../publish/read-manifest.ts';
import type { KeyMemory } from '../store/key-memory.ts';
import { readStamp } from '../store/file-stamp.ts';
import { sealEnvironment } from '../store/seal-environment.ts';
import { flattenDependencies, snapshotSchema, writeSnapshot } from '../store/snapshot.ts';
import { formatRequest } from './format-request.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import type { Workspace } from './workspace.ts';

/** What a build that is over leaves behind. */
interface FinishedBuild {
  readonly workspace: Workspace;
  readonly prepared: PreparedPlan;
  /** Path, stamp, path, stamp, … of an asset's files, as they were published. */
  readonly filesOf: (asset: string) => readonly string[];
  readonly options: BuildOptions;
}

/** A plan that was executed, and what is known of its cells from before. */
export interface RememberedPlan {
  readonly plan: Plan;
  readonly execution: Execution;
  readonly memory: KeyMemory;
}

/**
 * Notes the key records that explain changes.
 * @returns why each cell that was made was made
 */
export function rememberKeys(remembered: RememberedPlan): readonly CellChange[] {
  const { memory } = remembered;
  const made: CellChange[] = [];
  for (const each of listNew(remembered)) {
    const change = each.isMade ? explainCell(each, memory) : undefined;
    if (change !== undefined) made.push(change);
    memory.remember(each.planned.cell.id, each.key, each.describe);
  }
  for (const change of made) memory.noteChange(change);
  return made;
}

/** Why cells are not as they are remembered, whether they were made for it or came out of the cache: of the latter no report tells. */
export function explainCells(remembered: RememberedPlan): readonly CellChange[] {
  return [...listNew(remembered)].flatMap((each) => explainCell(each, remembered.memory) ?? []);
}

/** A cell that was made, or has other keys than are remembered. */
interface NewCell {
  readonly planned: PlannedCell;
  readonly key: string;
  readonly isMade: boolean;
  readonly describe: () => KeyRecord;
}

function* listNew({ plan, execution, memory }: RememberedPlan): Iterable<NewCell> {
  const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
  const lookup = createRecordLookup(execution.outcomes);
  for (const planned of plan.cells) {
    const outcomes = [planned.compose, ...planned.encodes].map((id) => execution.outcomes.get(id));
    const key = formatKeys(outcomes);
    const isMade = outcomes.slice(1).some((outcome) => outcome?.status === 'made');
    if (key !== undefined && (isMade || memory.keyOf(planned.cell.id) !== key))
      yield { planned, key, isMade, describe: () => describeCell(planned, tasks, lookup) };
  }
}

/** What was made and differs in nothing was lost. */
function explainCell({ planned, isMade, describe }: NewCell, memory: KeyMemory): CellChange | undefined {
  const { id, asset } = planned.cell;
  const change = describeChange(planned, memory.find(id)?.record, describe);
  return change ?? (isMade ? { cell: id, asset, reason: 'lost', causes: [] } : undefined);
}

/** The keys of a cell's composition and encodings in one; undefined when one of them has none. */
function formatKeys(outcomes: readonly (TaskOutcome | undefined)[]): string | undefined {
  const keys = outcomes.map((outcome) => recordOf(outcome)?.key);
  return keys.includes(undefined) ? undefined : computeDigest(keys.join(' '));
}

/** Leaves the snapshot of the no-op path: only a build without an error may answer for the next one. */
export function rememberBuild({ workspace, prepared, filesOf, options }: FinishedBuild): void {
  const { host, paths, files } = workspace;
  const { config, environment } = prepared.project;
  const manifest = `${config.output.dir}/${manifestName}`;
  writeSnapshot(paths.snapshot, {
    schema: snapshotSchema,
    request: formatRequest(options),
    tool: host.tool,
    environment: sealEnvironment(environment, host.environment),
    counts: { fresh: prepared.plan.cells.length + prepared.later.cells + prepared.standing.cells.length, cached: 0, made: 0, failed: 0 },
    manifest,
    ...flattenDependencies(files.dependencies()),
    outputs: {
      *[Symbol.iterator]() {
        for (const { asset } of prepared.matrix) yield* filesOf(asset.id);
        yield* [manifest, readStamp(join(host.root, manifest)) ?? ''];
      },
    },
  });
}
