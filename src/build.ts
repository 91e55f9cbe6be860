import { describeHost } from './project/host.ts';
import { formatRequest } from './project/format-request.ts';
import { locateState } from './project/state-paths.ts';
import type { BuildOptions, BuildReport } from './model/report.ts';
import { isFresh, readSnapshot } from './store/snapshot.ts';
import type { Snapshot } from './store/snapshot.ts';
import type { Host } from './project/host.ts';

/**
 * Builds a project: makes what changed, publishes, prunes. When stats alone tell that nothing moved since the last build, neither the config
 * nor any heavy module is loaded.
 * @returns what was done; problems are in `diagnostics`, and the other assets are built all the same
 */
export async function build(options: BuildOptions = {}): Promise<BuildReport> {
  const host = describeHost(options);
  const start = host.clock.monotonic();
  const snapshot = readSnapshot(locateState(host.root).snapshot);
  if (snapshot !== undefined && isFresh(snapshot, { ...host, request: formatRequest(options) }) && (await hasEnvironment(snapshot, host))) {
    const { cached, made, fresh } = snapshot.counts;
    const counts = { fresh: fresh + cached + made, cached: 0, made: 0, failed: 0 };
    const milliseconds = host.clock.monotonic() - start;
    options.onEvent?.({ type: 'finished', counts, removed: [], milliseconds, exit: 0 });
    return {
      exit: 0,
      counts,
      made: [],
      removed: [],
      manifest: snapshot.manifest,
      diagnostics: [],
      milliseconds,
      spent: 0,
      ran: { ingest: 0, procedural: 0, generate: 0, restore: 0, transform: 0, compose: 0, encode: 0 },
    };
  }
  const [{ executeBuild }, { mostCellsAtOnce }] = await Promise.all([import('./project/execute-build.ts'), import('./project/prepare-plan.ts')]);
  return executeBuild(options, host, { leaveStanding: true, mostCells: mostCellsAtOnce });
}

/** Hashing is loaded only for a config that reads the environment. */
async function hasEnvironment({ environment }: Snapshot, host: Host): Promise<boolean> {
  if (Object.keys(environment).length === 0) return true;
  const { hasSameEnvironment } = await import('./store/seal-environment.ts');
  return hasSameEnvironment(environment, host.environment);
}
