import { readFileSync } from 'node:fs';
import { computeDigest } from '../keys/canonical.ts';
import { locateInput } from './input-files.ts';
import type { Dependencies, InputPlaces, KnownFile } from './input-files.ts';
import { readStamp } from './file-stamp.ts';

/** Whether any file that was read has other bytes now, any listed folder other entries, or anything missing has come. A file that was only touched has not moved. */
export function hasMoved({ files, folders, absent }: Dependencies, places: InputPlaces): boolean {
  const locate = (path: string): string => locateInput(path, places);
  return (
    [...files].some(([path, file]) => hasOtherBytes(locate(path), file)) ||
    [...folders].some(([path, stamp]) => (readStamp(locate(path)) ?? '') !== stamp) ||
    [...absent].some((path) => readStamp(locate(path)) !== undefined)
  );
}

function hasOtherBytes(path: string, { stamp, digest }: KnownFile): boolean {
  const now = readStamp(path);
  if (now === undefined) return true;
  if (now === stamp) return false;
  try {
    return computeDigest(readFileSync(path)) !== digest;
  } catch {
    return true;
  }
}

/** The same dependencies as they lie there now, so that nothing has moved before the next change: a failure is not tried again by itself. */
export function restampDependencies({ files, folders, absent }: Dependencies, places: InputPlaces): Dependencies {
  const locate = (path: string): string => locateInput(path, places);
  const stamped = [...new Set([...files.keys(), ...absent])].map((path) => [path, stampFile(locate(path))] as const);
  return {
    files: new Map(stamped.flatMap(([path, file]) => (file === undefined ? [] : [[path, file] as const]))),
    folders: new Map([...folders.keys()].map((path) => [path, readStamp(locate(path)) ?? ''])),
    absent: new Set(stamped.flatMap(([path, file]) => (file === undefined ? [path] : []))),
  };
}

function stampFile(path: string): KnownFile | undefined {
  try {
    const stamp = readStamp(path);
    return stamp === undefined ? undefined : { stamp, digest: computeDigest(readFileSync(path)) };
  } catch {
    return undefined;
  }
}
