import { shardUnused } from './diagnostics/shard.ts';
import { createPlanDigester } from './engine/create-plan-digester.ts';
import type { PlanDigester } from './engine/create-plan-digester.ts';
import type { BuildOptions, BuildReport } from './model/report.ts';
import { executeBuild } from './project/execute-build.ts';
import type { Slicing } from './project/prepare-plan.ts';
import { describeHost } from './project/host.ts';
import { mostCellsAtOnce } from './project/prepare-plan.ts';
import { readShards } from './project/read-shards.ts';
import { forgetWanted } from './project/split-basis.ts';
import { takeShards } from './project/take-shards.ts';

/** What is merged. */
export interface MergeOptions extends Omit<BuildOptions, 'only' | 'locales' | 'sizes' | 'frozen' | 'draft' | 'batch' | 'spend' | 'buyAgain' | 'confirmSpend'> {
  /** Folders that `buildShard` wrote, or that hold such folders; relative to the root. */
  readonly shards: readonly string[];
}

/**
 * Makes one build of all shards: takes over what they made and bought, then publishes exactly what a build in one place would have, and removes what is stale. What no
 * shard has made is made here, and nothing is bought.
 * @param slicing that of the shards
 */
export async function mergeShards({ shards: places, ...options }: MergeOptions, { mostCells = mostCellsAtOnce }: Slicing = {}): Promise<BuildReport> {
  const host = describeHost(options);
  let digester: PlanDigester | undefined;
  const report = await executeBuild(options, host, {
    free: true,
    mostCells,
    survey: () => {
      digester = createPlanDigester();
      return digester.add;
    },
    prepare: async (prepared, workspace) => {
      await takeShards(readShards(places, host.root, digester!.digest()), prepared, workspace);
      forgetWanted(workspace);
    },
  });
  if (report.counts.made === 0) return report;
  return { ...report, diagnostics: [...report.diagnostics, shardUnused({ cells: report.counts.made })] };
}
