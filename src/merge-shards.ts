import { shardUnused } from './diagnostics/shard.ts';
import { digestPlan } from './engine/digest-plan.ts';
import type { BuildOptions, BuildReport } from './model/report.ts';
import { executeBuild } from './project/execute-build.ts';
import { describeHost } from './project/host.ts';
import { readShards } from './project/read-shards.ts';
import { forgetPurchases } from './project/split-basis.ts';
import { takeShards } from './project/take-shards.ts';

/** What is merged. */
export interface MergeOptions extends Omit<BuildOptions, 'only' | 'locales' | 'sizes' | 'frozen' | 'draft' | 'batch' | 'spend' | 'buyAgain' | 'confirmSpend'> {
  /** Folders that `buildShard` wrote, or that hold such folders; relative to the root. */
  readonly shards: readonly string[];
}

/**
 * Makes one build of all shards: takes over what they made and bought, then publishes exactly what a build in one place would have, and removes what is stale. What no
 * shard has made is made here, and nothing is bought.
 */
export async function mergeShards({ shards: places, ...options }: MergeOptions): Promise<BuildReport> {
  const host = describeHost(options);
  const report = await executeBuild(options, host, {
    free: true,
    prepare: async (prepared, workspace) => {
      await takeShards(readShards(places, host.root, digestPlan(prepared.plan)), prepared, workspace);
      forgetPurchases(workspace);
    },
  });
  if (report.counts.made === 0) return report;
  return { ...report, diagnostics: [...report.diagnostics, shardUnused({ cells: report.counts.made })] };
}
