import { acquireBuildLock } from '../store/build-lock.ts';
import type { ProjectOptions } from '../model/report.ts';
import type { Host } from './host.ts';
import { locateState } from './state-paths.ts';

/** Seconds that a command waits for a build of the same project. */
const longestWait = 30;

/**
 * Does work that writes lock, vault or journal while no build of the project runs.
 * @throws VisualsError `LOCKED`, `STORAGE_IO`
 */
export async function holdBuildLock<Result>(host: Host, { signal, onEvent }: ProjectOptions, work: () => Promise<Result>): Promise<Result> {
  const release = await acquireBuildLock({
    path: locateState(host.root).lock,
    clock: host.clock,
    wait: longestWait * 1000,
    onWait: (owner) => onEvent?.({ type: 'waiting', pid: owner.pid, host: owner.host, since: owner.since }),
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    return await work();
  } finally {
    release();
  }
}
