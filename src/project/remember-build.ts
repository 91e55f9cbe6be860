import { describeCell, describeChange } from '../engine/describe-cell.ts';
import type { Execution } from '../engine/execute-plan.ts';
import { recordOf } from '../engine/execute-plan.ts';
import type { BuildOptions, CellChange } from '../model/report.ts';
import { manifestName } from '../publish/publish-outputs.ts';
import type { Published } from '../publish/publish-outputs.ts';
import type { RememberedCell } from '../store/key-memory.ts';
import { readKeyMemory, writeKeyMemory } from '../store/key-memory.ts';
import { flattenDependencies, sealEnvironment, snapshotSchema, writeSnapshot } from '../store/snapshot.ts';
import { formatRequest } from './format-request.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import type { Workspace } from './workspace.ts';

interface FinishedBuild {
  readonly workspace: Workspace;
  readonly prepared: PreparedPlan;
  readonly execution: Execution;
  readonly published: Published;
  readonly options: BuildOptions;
  /** Whether there was no error: only then may the next build be answered from the snapshot. */
  readonly clean: boolean;
}

/**
 * Leaves behind what the next commands start from: the key records that explain changes, and the snapshot of the no-op path.
 * @returns why each cell that was made was made
 */
export function rememberBuild(build: FinishedBuild): readonly CellChange[] {
  const changes = rememberKeys(build);
  if (build.clean && build.workspace.writable) saveSnapshot(build);
  return changes;
}

function rememberKeys({ workspace, prepared, execution }: FinishedBuild): readonly CellChange[] {
  const memory = readKeyMemory(workspace.paths.keyMemory);
  const tasks = new Map(prepared.plan.tasks.map((task) => [task.id, task]));
  const lookup = (id: string) => recordOf(execution.outcomes.get(id))?.record;
  const cells = new Map<string, RememberedCell>(memory.cells);
  const made: CellChange[] = [];
  for (const cell of prepared.plan.cells) {
    const statuses = cell.encodes.map((id) => execution.outcomes.get(id)?.status);
    if (statuses.some((status) => status !== 'made' && status !== 'cached')) continue;
    const after = describeCell(cell, tasks, lookup);
    const before = memory.cells.get(cell.cell.id);
    if (statuses.includes('made')) made.push(describeChange(cell, before, after) ?? { cell: cell.cell.id, asset: cell.cell.asset, reason: 'lost', causes: [] });
    cells.set(cell.cell.id, after);
  }
  if (workspace.writable)
    saveMemory(workspace, prepared, { cells, changes: new Map([...memory.changes, ...made.map((change) => [change.cell, change] as const)]) });
  return made;
}

/** Cells that the config no longer has are forgotten. */
function saveMemory(workspace: Workspace, { matrix }: PreparedPlan, memory: { cells: Map<string, RememberedCell>; changes: Map<string, CellChange> }): void {
  const known = new Set(matrix.flatMap((each) => each.cells.map((cell) => cell.id)));
  for (const id of [...memory.cells.keys(), ...memory.changes.keys()]) {
    if (known.has(id)) continue;
    memory.cells.delete(id);
    memory.changes.delete(id);
  }
  writeKeyMemory(workspace.paths.keyMemory, memory);
}

function saveSnapshot({ workspace, prepared, published, options }: FinishedBuild): void {
  const { host, paths, files } = workspace;
  const { config, environment } = prepared.project;
  writeSnapshot(paths.snapshot, {
    schema: snapshotSchema,
    request: formatRequest(options),
    tool: host.tool,
    environment: sealEnvironment(environment, host.environment),
    counts: { fresh: prepared.plan.cells.length, cached: 0, made: 0, failed: 0 },
    manifest: `${config.output.dir}/${manifestName}`,
    ...flattenDependencies(files.dependencies()),
    outputs: [...published.stamps].flat(),
  });
}
