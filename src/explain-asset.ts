import { assetUnknown } from './diagnostics/project.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { ProjectOptions, WhyReport } from './model/report.ts';
import { planBuild } from './plan-build.ts';
import { describeHost } from './project/host.ts';
import { locateState } from './project/state-paths.ts';
import { openKeyMemory } from './store/key-memory.ts';
import type { KeyMemory } from './store/key-memory.ts';

/** Which asset is to be explained. */
export interface ExplainOptions extends ProjectOptions {
  readonly asset: string;
}

/** Tells why an asset's pictures were made the last time, and what a build would make now. */
export async function explainAsset(options: ExplainOptions): Promise<WhyReport> {
  const { asset } = options;
  const memory = openKeyMemory(locateState(describeHost(options).root).keyMemory);
  const plan = await planBuild({ ...options, only: [asset] });
  const diagnostics = plan.diagnostics.map((each) => (each.code === 'SELECTION_EMPTY' ? assetUnknown({ asset, known: assetsOf(memory) }) : each));
  return {
    exit: findWorstExit(diagnostics),
    asset,
    last: memory.cells().flatMap((cell) => (cell.startsWith(`${asset}/`) ? (memory.changeOf(cell) ?? []) : [])),
    next: plan.changes,
    record: findRecord(memory, asset),
    diagnostics,
  };
}

function assetsOf(memory: KeyMemory): readonly string[] {
  return [...new Set(memory.cells().map((cell) => cell.slice(0, cell.indexOf('/'))))];
}

function findRecord(memory: KeyMemory, asset: string): WhyReport['record'] {
  const cell = memory.cells().find((each) => each.startsWith(`${asset}/`));
  const found = cell === undefined ? undefined : memory.find(cell);
  return cell === undefined || found === undefined ? undefined : { cell, fields: found.record };
}
