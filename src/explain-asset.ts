import { assetUnknown } from './diagnostics/project.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { ProjectOptions, WhyReport } from './model/report.ts';
import { planBuild } from './plan-build.ts';
import { describeHost } from './project/host.ts';
import type { Host } from './project/host.ts';
import { loadOwnConfig } from './project/load-own-config.ts';
import { locateState } from './project/state-paths.ts';
import { openWorkspace } from './project/workspace.ts';
import { openKeyMemory } from './store/key-memory.ts';
import type { KeyMemory } from './store/key-memory.ts';

/** Which asset is to be explained. */
export interface ExplainOptions extends ProjectOptions {
  readonly asset: string;
}

/** Tells why an asset's pictures were made the last time, and what a build would make now. */
export async function explainAsset(options: ExplainOptions): Promise<WhyReport> {
  const { asset } = options;
  const host = describeHost(options);
  const memory = openKeyMemory(locateState(host.root).keyMemory);
  const plan = await planBuild({ ...options, only: [asset] });
  const isUnknown = plan.diagnostics.some(({ code }) => code === 'SELECTION_EMPTY');
  const diagnostics = isUnknown ? [assetUnknown({ asset, known: await listAssets(host) })] : plan.diagnostics;
  return {
    exit: findWorstExit(diagnostics),
    asset,
    last: memory.cells().flatMap((cell) => (cell.startsWith(`${asset}/`) ? (memory.changeOf(cell) ?? []) : [])),
    next: plan.changes,
    record: findRecord(memory, asset),
    diagnostics,
  };
}

async function listAssets(host: Host): Promise<readonly string[]> {
  const { config } = await loadOwnConfig(openWorkspace(host, undefined));
  return config.assets.map(({ id }) => id);
}

function findRecord(memory: KeyMemory, asset: string): WhyReport['record'] {
  const cell = memory.cells().find((each) => each.startsWith(`${asset}/`));
  const found = cell === undefined ? undefined : memory.find(cell);
  return cell === undefined || found === undefined ? undefined : { cell, fields: found.record };
}
