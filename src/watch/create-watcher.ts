import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FSWatcher } from 'chokidar';
import { locateInput } from '../store/input-files.ts';
import type { Dependencies, InputPlaces } from '../store/input-files.ts';

/** What is watched, and whom to tell. */
export interface WatcherOptions extends InputPlaces {
  /** Something may have changed. */
  readonly onChange: () => void;
  /** The system can't watch so much: from here on it is asked again and again instead. */
  readonly onPolling: (reason: string) => void;
}

/** Watches what a build depended on. */
export interface Watcher {
  /** Takes the dependencies of the latest build in place of the former ones. */
  follow(dependencies: Dependencies): Promise<void>;
  /** Called by the library when the system refuses; tests call it as well. */
  tellTrouble(error: NodeJS.ErrnoException): void;
  close(): Promise<void>;
}

/** Milliseconds between two looks where the system can't watch. */
const pollInterval = 300;

/**
 * Watches exactly the files that a build read, the places of those that it looked for in vain, and the folders in which a glob may match more one day.
 * Folders are watched one level deep and events of anything else in them are dropped, so outputs and caches inside the tree wake nobody.
 */
export function createWatcher({ root, shipped, onChange, onPolling }: WatcherOptions): Watcher {
  let wanted = describeWanted({ files: new Map(), folders: new Map(), absent: new Set() }, root, shipped);
  let watching: Promise<FSWatcher> | undefined;
  let isPolling = false;

  const start = async (): Promise<FSWatcher> => {
    const { watch } = await import('chokidar');
    const watcher = watch([...wanted.places], { ignoreInitial: true, depth: 0, ignored: isSkipped, usePolling: isPolling, interval: pollInterval });
    watcher.on('all', (_event, path) => {
      if (isWanted(wanted, path)) onChange();
    });
    watcher.on('error', (error) => void fallBack(error as NodeJS.ErrnoException));
    await new Promise<void>((ready) => watcher.once('ready', ready));
    return watcher;
  };

  const isSkipped = (path: string): boolean => !wanted.places.has(path) && !isWanted(wanted, path);

  const fallBack = async ({ code = 'unknown' }: NodeJS.ErrnoException): Promise<void> => {
    if (isPolling || !['ENOSPC', 'EMFILE', 'ENFILE'].includes(code)) return;
    isPolling = true;
    onPolling(code);
    const before = watching;
    watching = start();
    await (await before)?.close();
    // What happened in between was seen by nobody.
    onChange();
  };

  return {
    follow: async (dependencies) => {
      const before = wanted;
      wanted = describeWanted(dependencies, root, shipped);
      if (watching === undefined) {
        watching = start();
        await watching;
        return;
      }
      const watcher = await watching;
      const added = [...wanted.places].filter((place) => !before.places.has(place));
      const gone = [...before.places].filter((place) => !wanted.places.has(place));
      if (added.length > 0) watcher.add(added);
      if (gone.length > 0) watcher.unwatch(gone);
    },
    tellTrouble: (error) => void fallBack(error),
    close: async () => {
      await (await watching)?.close();
    },
  };
}

interface Wanted {
  /** Absolute folders that are watched. */
  readonly places: ReadonlySet<string>;
  /** Absolute files whose change matters. */
  readonly files: ReadonlySet<string>;
  /** Absolute folders in which anything new matters. */
  readonly folders: ReadonlySet<string>;
  /** Absolute folders that lead to one of those: they may be made, moved and removed as a whole. */
  readonly ways: ReadonlySet<string>;
}

/** A file is watched through its folder: an editor that saves by renaming replaces the file, and a watch on it would go with the old one. */
function describeWanted({ files, folders, absent }: Dependencies, root: string, shipped: string): Wanted {
  const locate = (path: string): string => locateInput(path, { root, shipped });
  const read = [...files.keys(), ...absent].map(locate);
  const listed = [...folders.keys()].map(locate);
  const nearest = [...new Set([...read.map(dirname), ...listed])].map(findExisting);
  const ways = new Set([...read, ...listed].flatMap((path) => listAncestors(path, root)));
  return { places: new Set(nearest), files: new Set(read), folders: new Set(listed), ways };
}

/** The nearest folder that is there: what is missing may begin with its folder. */
function findExisting(path: string): string {
  let place = path;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  return place;
}

/** Folders from the project's down to the one that holds a path. */
function listAncestors(path: string, root: string): readonly string[] {
  const ancestors: string[] = [];
  for (let folder = dirname(path); folder.length > root.length && dirname(folder) !== folder; folder = dirname(folder)) ancestors.push(folder);
  return ancestors;
}

/** An event matters for a file that was read or missed, for anything directly in a listed folder, and for a folder on the way to one of them. */
function isWanted({ files, folders, ways }: Wanted, path: string): boolean {
  return files.has(path) || folders.has(dirname(path)) || folders.has(path) || ways.has(path);
}
