import { paidBlobCorrupt } from './diagnostics/lock.ts';
import { remoteCorrupt, remoteFailed } from './diagnostics/remote.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { Digest } from './model/digest.ts';
import type { ProjectOptions } from './model/report.ts';
import { describeHost } from './project/host.ts';
import { listBought } from './project/list-bought.ts';
import { openTreasury } from './project/open-paid-art.ts';
import type { Treasury } from './project/open-paid-art.ts';
import { reportOnTeamStore } from './project/open-team-store.ts';
import { fetchBlob, locateBlob } from './sharing/fetch-blob.ts';
import { RemoteError } from './spec/remote-store.ts';
import type { RemoteStore } from './spec/remote-store.ts';

/** What became of the bought pictures. */
export interface PushVaultReport {
  readonly exit: number;
  /** Different pictures that the lock names. */
  readonly pictures: number;
  readonly sent: number;
  /** Pictures that the store had already. */
  readonly known: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Sends every picture that the lock names and the vault holds to the shared store. Each is read back before it counts as being there; what the store holds damaged is
 * replaced. The vault stays as it is.
 */
export async function pushVault(options: ProjectOptions = {}): Promise<PushVaultReport> {
  const host = describeHost(options);
  return reportOnTeamStore(host, { what: '`visuals vault push`', writes: true }, { pictures: 0, sent: 0, known: 0 }, ({ remote }) =>
    push(openTreasury(host.root), remote, options.signal),
  );
}

async function push({ book, vault }: Treasury, remote: RemoteStore, signal: AbortSignal | undefined): Promise<PushVaultReport> {
  const named = listBought(book);
  const diagnostics: Diagnostic[] = [];
  const counts = { sent: 0, known: 0, mended: 0 };
  for (const digest of named) {
    signal?.throwIfAborted();
    try {
      const end = await send(digest, vault, remote);
      if (end === 'missing') diagnostics.push(paidBlobCorrupt({ digest, state: 'missing' }));
      else counts[end] += 1;
      if (end === 'mended') diagnostics.push(remoteCorrupt({ path: locateBlob(digest), store: remote.name }));
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      diagnostics.push(remoteFailed({ store: remote.name, reason: error.message }));
      break;
    }
  }
  const { sent, known, mended } = counts;
  return { exit: findWorstExit(diagnostics), pictures: named.length, sent: sent + mended, known, diagnostics };
}

async function send(digest: Digest, vault: Treasury['vault'], remote: RemoteStore): Promise<'sent' | 'known' | 'mended' | 'missing'> {
  const before = await fetchBlob(remote, digest);
  if (before !== undefined && before !== 'damaged') return 'known';
  const bytes = await vault.read(digest);
  if (bytes === undefined) return 'missing';
  await remote.put(locateBlob(digest), bytes, { replace: true });
  const after = await fetchBlob(remote, digest);
  if (after === undefined || after === 'damaged') throw new RemoteError('failed', `${locateBlob(digest)} does not come back as it was sent`);
  return before === 'damaged' ? 'mended' : 'sent';
}
