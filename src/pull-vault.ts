import { paidBlobCorrupt } from './diagnostics/lock.ts';
import { remoteFailed } from './diagnostics/remote.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { Digest } from './model/digest.ts';
import type { ProjectOptions } from './model/report.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import { listBought } from './project/list-bought.ts';
import { openTreasury } from './project/open-paid-art.ts';
import type { Treasury } from './project/open-paid-art.ts';
import { reportOnTeamStore } from './project/open-team-store.ts';
import { fetchPicture } from './sharing/keep-pictures.ts';
import { visitInLanes } from './sharing/visit-in-lanes.ts';
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
  const lacking = named.filter((each) => !vault.has(each));
  const fetch = async (digest: Digest): Promise<readonly Diagnostic[]> =>
    (await fetchPicture(digest, vault, remote)) === undefined ? [paidBlobCorrupt({ digest, state: 'missing' })] : [];
  const { ends, failure } = await visitInLanes(lacking, fetch, signal);
  const fetched = ends.filter((missing) => missing.length === 0).length;
  const diagnostics = [...ends.flat(), ...(failure === undefined ? [] : [remoteFailed({ store: remote.name, reason: failure.message })])];
  return { exit: findWorstExit(diagnostics), pictures: named.length, fetched, diagnostics };
}
