import { resolve } from 'node:path';
import type { BuildOptions, BuildReport } from './model/report.ts';
import type { ShardNumber } from './model/shard.ts';
import { executeBuild } from './project/execute-build.ts';
import type { Slicing } from './project/prepare-plan.ts';
import { describeHost } from './project/host.ts';
import { mostCellsAtOnce, narrowPrepared } from './project/prepare-plan.ts';
import { createPlanOutliner, splitProject } from './project/split-project.ts';
import type { PlanOutliner, ProjectSplit } from './project/split-project.ts';
import { openShardWriter } from './project/write-shard.ts';
import type { ShardWriter } from './project/write-shard.ts';

/** Which part of a build is made, and where its results are written. Shards are of the whole project: nothing is selected. */
export interface ShardOptions extends Omit<BuildOptions, 'only' | 'locales' | 'sizes' | 'frozen' | 'adopt' | 'draft' | 'batch'>, ShardNumber {
  /** Folder, relative to the root; default `.visuals/shards/<shard>-of-<of>`. */
  readonly out?: string;
}

/** How the build of a shard ended. `manifest` is that of its own pictures; nothing is published. */
export interface ShardReport extends BuildReport {
  /** Folder of the results as it was named; absent when the build could not end, and nothing can be merged. */
  readonly folder?: string;
}

/**
 * Builds one of several parts of a project. All parts are split the same way on every machine that has the same commit, and `mergeShards` makes one build of them. Of the
 * money that a build may spend, a shard may spend its share.
 * @param slicing the same for all shards and the merge
 */
export async function buildShard({ shard, of, out, ...options }: ShardOptions, { mostCells = mostCellsAtOnce }: Slicing = {}): Promise<ShardReport> {
  const host = describeHost(options);
  const name = out ?? `.visuals/shards/${shard}-of-${of}`;
  let outliner: PlanOutliner | undefined;
  let split: ProjectSplit | undefined;
  let writer: ShardWriter | undefined;
  let isWritten = false;
  const report = await executeBuild(options, host, {
    mostCells,
    survey: () => {
      outliner = createPlanOutliner();
      return outliner.add;
    },
    narrow: async (prepared, workspace) => {
      split = await splitProject(prepared, workspace, { outline: outliner!.outline(), of });
      return { ...narrowPrepared(prepared, new Set(listCells(split, shard)), mostCells), wanted: split.wanted };
    },
    prepare: async (_, workspace) => {
      writer = openShardWriter({ folder: resolve(host.root, name), name }, workspace);
    },
    keep: async (executed) => writer!.add(executed),
    deliver: async (built) => {
      const { plan, split: digest } = split!;
      await writer!.finish({ version: 1, shard, of, plan, split: digest, cells: listCells(split!, shard) }, built);
      isWritten = true;
    },
  });
  return isWritten ? { ...report, manifest: `${name}/manifest.json`, folder: name } : report;
}

function listCells({ shards }: ProjectSplit, shard: number): readonly string[] {
  return [...shards].flatMap(([cell, each]) => (each === shard ? [cell] : []));
}
