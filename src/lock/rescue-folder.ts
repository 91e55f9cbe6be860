import { lstatSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { computeDigest } from '../keys/canonical.ts';
import { createTemporaryName } from '../store/temporary-name.ts';

/**
 * Where a paid reply goes when the journal can't take it: a folder of this project in $TMPDIR, then one at home; absolute. The name tells projects apart, so that a
 * build finds its own and nothing else.
 * @param journal absolute folder of the journal
 */
export function listRescueFolders(journal: string): readonly string[] {
  const name = `visuals-rescue-${computeDigest(resolveLinks(journal)).slice(0, 16)}`;
  return [...new Set([tmpdir(), homedir()])].map((folder) => join(folder, name));
}

/** Makes a rescue folder that nobody else can look into; false where that can't be had. */
export function prepareRescueFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return isOwn(folder);
  } catch {
    return false;
  }
}

/** Whether a folder is this account's alone. In a shared $TMPDIR somebody else could have planted pictures under that name. */
export function isOwn(folder: string): boolean {
  try {
    const { uid, mode } = lstatSync(folder);
    const own = findOwnId(folder);
    return lstatSync(folder).isDirectory() && (own === -1 || (uid === own && (mode & 0o022) === 0));
  } catch {
    return false;
  }
}

/** This account's id; -1 on systems without. An account that the system has no name for is known by the files that it makes. */
function findOwnId(folder: string): number {
  try {
    return userInfo().uid;
  } catch {
    const probe = join(folder, createTemporaryName());
    writeFileSync(probe, '', { flag: 'wx' });
    const { uid } = lstatSync(probe);
    rmSync(probe);
    return uid;
  }
}

function resolveLinks(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
