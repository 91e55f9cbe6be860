import { join } from 'node:path';

/** Where a shard's parts lie in its folder. */
export interface ShardPaths {
  /** What the shard is; there when all else is. */
  readonly paper: string;
  /** The pictures of its cells, as in the manifest of a whole build. */
  readonly manifest: string;
  /** Results by action key. */
  readonly actions: string;
  /** Finished files by digest. */
  readonly files: string;
  readonly durations: string;
  readonly lock: string;
  /** Pictures that the shard bought. */
  readonly vault: string;
}

/** The paths of a shard in an absolute folder. */
export function locateShard(folder: string): ShardPaths {
  return {
    paper: join(folder, 'shard.json'),
    manifest: join(folder, 'manifest.json'),
    actions: join(folder, 'actions.log'),
    files: join(folder, 'files'),
    durations: join(folder, 'durations'),
    lock: join(folder, 'visuals.lock.json'),
    vault: join(folder, 'vault'),
  };
}
