import { existsSync, rmSync } from 'node:fs';
import { remoteCorrupt, remoteForged, remoteUnreachable, storeKeyUntrusted, uploadFailed } from '../diagnostics/remote.ts';
import type { ResolvedConfig } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import { createSharedResults } from '../sharing/create-shared-results.ts';
import type { Refusal } from '../sharing/create-shared-results.ts';
import { createUploadQueue } from '../sharing/create-upload-queue.ts';
import { guardStore } from '../sharing/guard-store.ts';
import type { UploadQueue } from '../sharing/create-upload-queue.ts';
import { supportVault } from '../sharing/keep-pictures.ts';
import { readSharingSettings } from '../sharing/read-settings.ts';
import { createResultSnapshot, lookUpResults, noSnapshot, writeResultSnapshot } from '../sharing/result-snapshot.ts';
import { isBelieved } from '../sharing/trust.ts';
import type { Trust } from '../sharing/trust.ts';
import type { ActionIndex } from '../spec/action-index.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { RemoteStore } from '../spec/remote-store.ts';
import { RemoteError } from '../spec/remote-store.ts';
import type { SharedResults } from '../spec/shared-results.ts';
import { openActionLog } from '../store/action-log.ts';
import { openRemoteStore } from './open-remote-store.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import { noteUploads, openUploadDebt } from './upload-debt.ts';
import { sendOwed } from './send-owed.ts';
import { sendResults } from './send-results.ts';
import type { Workspace } from './workspace.ts';

/** A shared store, open for a command. */
export interface Sharing {
  /** Guarded: what fails again and again fails at once. */
  readonly remote: RemoteStore;
  readonly trust: Trust;
  readonly results: SharedResults;
  readonly uploads: UploadQueue;
  /** The vault, with the store behind it. */
  support(vault: BlobStore): BlobStore;
  /**
   * Waits for what is being sent, sends what had to wait for it, and what an earlier build could not send, or did not because it was killed.
   * @param whole keys of all results, of a build of everything: where something was sent, they become the snapshot that fresh clones begin with
   */
  finish(prepared: PreparedPlan, whole?: readonly Digest[]): Promise<void>;
  /** Lets go of connections, whatever is still under way. */
  close(): void;
}

/** What a command shares with, and whom it tells what goes wrong. */
export interface SharingInput {
  readonly workspace: Pick<Workspace, 'host' | 'paths' | 'index' | 'store' | 'writable'>;
  readonly config: ResolvedConfig;
  /** How many tasks the plan has; absent for whoever asks for a few at a time, and never for all at once. */
  readonly tasks?: number;
  readonly tell: (diagnostic: Diagnostic) => void;
  /** Milliseconds after which a store that was given up is asked again; a build does not come back to it. */
  readonly rest?: number;
}

/**
 * Opens the store that config or environment name; nothing is asked of it before something is missing.
 * @returns undefined where nothing is shared
 * @throws VisualsError `STORE_INVALID`, `REMOTE_LIBRARY_MISSING`
 */
export async function openSharing({ workspace, config, tasks, tell, rest }: SharingInput): Promise<Sharing | undefined> {
  const { host, paths, index, store } = workspace;
  const settings = readSharingSettings({ store: config.store, environment: host.environment, root: host.root });
  if (settings === undefined) return undefined;
  const { trust } = settings;
  const opened = await openRemoteStore(settings, host.root);
  let isDown = false;
  const remote = guardStore(opened, {
    ...(rest !== undefined && { rest: { clock: host.clock, milliseconds: rest } }),
    onOpen: (sort, { message }) => {
      if (isDown) return;
      isDown = true;
      tell(remoteUnreachable({ store: opened.name, sort, reason: message }));
    },
  });
  if (trust.writes !== undefined && !isBelieved(trust)) tell(storeKeyUntrusted({ namespace: trust.writes.namespace, key: trust.writes.key.publicText }));
  const debt = openUploadDebt(workspace);
  // Whoever is asked for a few results at a time answers when they are sent, and owes nothing.
  const uploads = tasks === undefined ? createUploadQueue(host.clock) : noteUploads(createUploadQueue(host.clock), debt);
  rmSync(paths.fetched, { force: true });
  const openShelf = (): ActionIndex => openActionLog(paths.fetched, { readonly: !workspace.writable });
  const snapshot = isFresh(workspace, tasks ?? 0) ? createResultSnapshot(remote, trust, openShelf) : noSnapshot;
  let postponed = 0;
  const onPostponed = (): void => void (postponed += 1);
  const results = createSharedResults({ remote, trust, index, store, uploads, snapshot, onRefused: createRefusalTeller(opened.name, tell), onPostponed });
  return {
    remote,
    trust,
    results,
    uploads,
    support: (vault) => supportVault(vault, { remote, uploads: trust.writes && uploads }),
    finish: async (prepared, whole) => {
      const { writes } = trust;
      const drained = await uploads.drain();
      const send = whole !== undefined && debt.isOld ? sendOwed : postponed > 0 ? sendResults : undefined;
      const resent = writes === undefined ? undefined : await send?.(prepared, workspace, { remote, writes, uploads });
      const done = drained.done + (resent === undefined ? 0 : resent.sent + resent.known);
      const failed = drained.failed + (resent?.failed ?? 0);
      if (failed > 0) debt.note();
      else if (writes !== undefined && (whole !== undefined || !debt.isOld)) debt.settle();
      // A store that is down was told of.
      if (failed > 0 && !isDown) tell(uploadFailed({ failed, of: done + failed, reason: resent?.reason || drained.reason }));
      if (failed === 0 && done > 0 && whole !== undefined && writes !== undefined) await leaveSnapshot(remote, lookUpResults(whole, index), writes);
    },
    close: () => {
      opened.close();
      rmSync(paths.fetched, { force: true });
    },
  };
}

/** A clone in which no build has ended, or that remembers few results, asks for all at once. Others ask for what they lack. */
function isFresh({ paths, index }: SharingInput['workspace'], tasks: number): boolean {
  return tasks > 0 && (!existsSync(paths.snapshot) || index.size < tasks / 2);
}

/** Of each sort one is told: a store that is spoilt is spoilt in a thousand places. */
function createRefusalTeller(store: string, tell: SharingInput['tell']): (refusal: Refusal) => void {
  const told = new Set<Refusal['why']>();
  return ({ path, why }) => {
    if (told.has(why)) return;
    told.add(why);
    tell(why === 'forged' ? remoteForged({ path, store }) : remoteCorrupt({ path, store }));
  };
}

/** Without it everything is found one by one. */
async function leaveSnapshot(remote: RemoteStore, results: Parameters<typeof writeResultSnapshot>[1], writes: NonNullable<Trust['writes']>): Promise<void> {
  try {
    await writeResultSnapshot(remote, results, writes);
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
  }
}
