import { randomUUID } from 'node:crypto';
import { access, link, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readErrorCode } from '../../model/error-code.ts';
import { RemoteError, remoteLimits } from '../../spec/remote-store.ts';
import type { RemoteFailure, RemoteLimits, RemotePath, RemoteRequest, RemoteStore } from '../../spec/remote-store.ts';
import { runWithin } from './run-within.ts';
import type { Deadline } from './run-within.ts';

/** A folder that several machines see, such as a mounted share. */
export interface FolderStoreOptions {
  /** Absolute. Nobody makes it but its owner: a share that is not mounted must not turn into a folder of this machine. */
  readonly folder: string;
  readonly limits?: RemoteLimits;
}

/** How much older than a file that is just being written another one must be to be what a writer left that died, in milliseconds. A write ends within a minute. */
const leftoverAge = 24 * 3600 * 1000;

/**
 * A remote store of files `<folder>/cas/<sha256>` and `<folder>/ac/…`: a web server over the same folder serves the same store. What writers that died left in
 * `<folder>/tmp` is swept by whoever writes next.
 */
export function createFolderStore({ folder, limits = remoteLimits }: FolderStoreOptions): RemoteStore {
  const locate = (path: RemotePath): string => join(folder, ...path.split('/'));
  let swept: Promise<void> | undefined;
  const run = <Result>(request: RemoteRequest, work: (deadline: Deadline) => Promise<Result>): Promise<Result> =>
    runWithin({ ...request, limits, explain: toRemoteError }, work);
  return {
    name: folder,
    get: (path, request = {}) => run(request, (deadline) => readIfThere(folder, locate(path), deadline)),
    put: (path, bytes, { replace = false, ...request } = {}) =>
      run(request, async ({ begin }) => {
        await access(folder);
        begin();
        const temporary = join(folder, 'tmp', randomUUID());
        try {
          await writeFlushed(temporary, bytes);
          await (swept ??= sweepLeftovers(temporary));
          await mkdir(dirname(locate(path)), { recursive: true });
          await (replace ? rename(temporary, locate(path)) : claim(temporary, locate(path)));
        } finally {
          await rm(temporary, { force: true });
        }
      }),
    has: (path, request = {}) => run(request, async () => isThere(folder, locate(path))),
    close: () => undefined,
  };
}

async function readIfThere(folder: string, path: string, { begin, signal }: Deadline): Promise<Uint8Array | undefined> {
  if (!(await isThere(folder, path))) return undefined;
  begin();
  return readFile(path, { signal });
}

/** A share that is not mounted is an outage; it is not a store in which there is nothing. */
async function isThere(folder: string, path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await access(folder);
    return false;
  }
}

/** Ages are told by the clock of the share, beside a file that was written just now: that of this machine may be another. A sweep that fails is left to the next writer. */
async function sweepLeftovers(fresh: string): Promise<void> {
  try {
    const [folder, { mtimeMs: now }] = [dirname(fresh), await stat(fresh)];
    for (const name of await readdir(folder)) {
      const { mtimeMs } = await stat(join(folder, name));
      if (now - mtimeMs > leftoverAge) await rm(join(folder, name), { force: true });
    }
  } catch {
    // Another writer was faster, or the share does not let us.
  }
}

/** Flushed, since what is bought may lie here too. */
async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A link is made only where nothing is: of two writers the first wins. Some shares have no links; there both writers bring the same. */
async function claim(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(codeOf(error))) throw error;
    await rename(temporary, target);
  }
}

const failures: { readonly [code: string]: RemoteFailure } = {
  ENOENT: 'unreachable',
  ESTALE: 'unreachable',
  EACCES: 'refused',
  EPERM: 'refused',
  EROFS: 'refused',
  ENOSPC: 'full',
  EDQUOT: 'full',
};

function toRemoteError(error: unknown): RemoteError {
  if (error instanceof RemoteError) return error;
  return new RemoteError(failures[codeOf(error)] ?? 'failed', codeOf(error) || String(error), { cause: error });
}

function codeOf(error: unknown): string {
  return readErrorCode(error) ?? '';
}
