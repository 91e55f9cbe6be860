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
import { visitInLanes } from './sharing/visit-in-lanes.ts';
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
 * Sends every picture that the lock names and the vault holds to the shared store, some at a time. Each is read back before it counts as being there; what the store holds damaged is
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
  const { ends, failure } = await visitInLanes(named, (digest) => send(digest, vault, remote), signal);
  const count = (wanted: SentPicture['state']): number => ends.filter(({ state }) => state === wanted).length;
  const diagnostics = ends.flatMap((each) => describeEnd(each, remote) ?? []);
  if (failure !== undefined) diagnostics.push(remoteFailed({ store: remote.name, reason: failure.message }));
  return { exit: findWorstExit(diagnostics), pictures: named.length, sent: count('sent') + count('mended'), known: count('known'), diagnostics };
}

interface SentPicture {
  readonly digest: Digest;
  /** `missing`: here; `mended`: what lay there was damaged. */
  readonly state: 'sent' | 'known' | 'mended' | 'missing';
}

function describeEnd({ digest, state }: SentPicture, remote: RemoteStore): Diagnostic | undefined {
  if (state === 'missing') return paidBlobCorrupt({ digest, state });
  return state === 'mended' ? remoteCorrupt({ path: locateBlob(digest), store: remote.name }) : undefined;
}

async function send(digest: Digest, vault: Treasury['vault'], remote: RemoteStore): Promise<SentPicture> {
  const before = await fetchBlob(remote, digest);
  if (before !== undefined && before !== 'damaged') return { digest, state: 'known' };
  const bytes = await vault.read(digest);
  if (bytes === undefined) return { digest, state: 'missing' };
  await remote.put(locateBlob(digest), bytes, { replace: true });
  const after = await fetchBlob(remote, digest);
  if (after === undefined || after === 'damaged') throw new RemoteError('failed', `${locateBlob(digest)} does not come back as it was sent`);
  return { digest, state: before === 'damaged' ? 'mended' : 'sent' };
}
