import { join } from 'node:path';

/** Where a project keeps what can be made again; everything here may be deleted at any time. */
export interface StatePaths {
  readonly folder: string;
  /** What the last build depended on and left behind. */
  readonly snapshot: string;
  readonly keyMemory: string;
  /** Which assets stand as the last build left them. */
  readonly assets: string;
  /** How long cells took, to balance shards by. */
  readonly durations: string;
  /** What shards that follow each other here are split by. */
  readonly split: string;
  /** There as long as something that was made here may not have come to the shared store: it could not be sent, or the build was killed. */
  readonly unsent: string;
  /** Results of others that came in one piece; there while a build looks into them. */
  readonly fetched: string;
  /** Where shards of a build lie, each in a folder of its own. */
  readonly shards: string;
  readonly lock: string;
  /** Which outputs a build is writing and removing, while it does. */
  readonly publishing: string;
  readonly types: string;
  /** The schema's version is in the path: an older tool never reads a newer cache. */
  readonly cache: string;
  readonly actions: string;
  readonly blobs: string;
  readonly modules: string;
}

/** The paths of a project's disposable state. */
export function locateState(root: string): StatePaths {
  const folder = join(root, '.visuals');
  const cache = join(folder, 'cache', 'v1');
  return {
    folder,
    snapshot: join(folder, 'snapshot.json'),
    keyMemory: join(folder, 'keys'),
    assets: join(folder, 'assets'),
    durations: join(folder, 'durations'),
    split: join(folder, 'split.json'),
    unsent: join(folder, 'unsent'),
    fetched: join(folder, 'fetched.log'),
    shards: join(folder, 'shards'),
    lock: join(folder, 'build.lock'),
    publishing: join(folder, 'publishing.json'),
    types: join(folder, 'types.d.ts'),
    cache,
    actions: join(cache, 'actions.log'),
    blobs: join(cache, 'blobs'),
    modules: join(cache, 'modules'),
  };
}
