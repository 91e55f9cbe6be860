import { paidBlobCorrupt } from './diagnostics/lock.ts';
import { remoteFailed } from './diagnostics/remote.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import { listBought } from './project/list-bought.ts';
import { openTreasury } from './project/open-paid-art.ts';
import type { Treasury } from './project/open-paid-art.ts';
import { reportOnTeamStore } from './project/open-team-store.ts';
import { fetchPicture } from './sharing/keep-pictures.ts';
import { RemoteError } from './spec/remote-store.ts';
import type { RemoteStore } from './spec/remote-store.ts';

/** What became of the pictures that the lock names. */
export interface PullVaultReport {
  readonly exit: number;
  /** Different pictures that the lock names. */
  readonly pictures: number;
  /** Pictures that came from the store. */
  readonly fetched: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Brings every picture that the lock names and the vault lacks from the shared store, each compared with its digest before it is kept. */
export async function pullVault(options: ProjectOptions = {}): Promise<PullVaultReport> {
  const host = describeHost(options);
  return reportOnTeamStore(host, { what: '`visuals vault pull`', writes: false }, { pictures: 0, fetched: 0 }, ({ remote }) =>
    holdBuildLock(host, options, () => pull(openTreasury(host.root), remote, options.signal)),
  );
}

async function pull({ book, vault }: Treasury, remote: RemoteStore, signal: AbortSignal | undefined): Promise<PullVaultReport> {
  const named = listBought(book);
  const diagnostics: Diagnostic[] = [];
  let fetched = 0;
  for (const digest of named.filter((each) => !vault.has(each))) {
    signal?.throwIfAborted();
    try {
      if ((await fetchPicture(digest, vault, remote)) === undefined) diagnostics.push(paidBlobCorrupt({ digest, state: 'missing' }));
      else fetched += 1;
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      diagnostics.push(remoteFailed({ store: remote.name, reason: error.message }));
      break;
    }
  }
  return { exit: findWorstExit(diagnostics), pictures: named.length, fetched, diagnostics };
}
