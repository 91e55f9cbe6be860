import { storeMissing, storeReadonly } from '../diagnostics/remote.ts';
import { findWorstExit } from '../diagnostics/worst-exit.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { readSharingSettings } from '../sharing/read-settings.ts';
import type { Trust } from '../sharing/trust.ts';
import type { RemoteStore } from '../spec/remote-store.ts';
import type { Host } from './host.ts';
import { loadOwnConfig } from './load-own-config.ts';
import { openRemoteStore } from './open-remote-store.ts';
import { openWorkspace } from './workspace.ts';

/** What a command wants of the store. */
export interface StoreNeed {
  /** The command, for messages. */
  readonly what: string;
  /** Whether it writes. */
  readonly writes: boolean;
}

/** The store of a project, for a command that is about nothing else: what goes wrong there is the command's own failure. */
export interface TeamStore {
  readonly remote: RemoteStore;
  readonly trust: Trust;
}

/** How a command about the store ended. */
export interface StoreReport {
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Uses the store that config or environment name, and closes it.
 * @param nothing the command's figures where the store could not be used; why is told beside them
 */
export async function reportOnTeamStore<Figures extends object>(
  host: Host,
  need: StoreNeed,
  nothing: Figures,
  use: (team: TeamStore) => Promise<Figures & StoreReport>,
): Promise<Figures & StoreReport> {
  try {
    const team = await openTeamStore(host, need);
    try {
      return await use(team);
    } finally {
      team.remote.close();
    }
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { ...nothing, exit: findWorstExit(error.diagnostics), diagnostics: error.diagnostics };
  }
}

/**
 * Opens the store that config or environment name.
 * @throws VisualsError `STORE_MISSING`, `STORE_READONLY`, `STORE_INVALID`, and what is wrong with the config
 */
async function openTeamStore(host: Host, { what, writes }: StoreNeed): Promise<TeamStore> {
  const opened = await findTeamStore(host);
  if (opened === undefined) throw new VisualsError(storeMissing({ what }));
  if (writes && opened.trust.writes === undefined) throw new VisualsError(storeReadonly({ what }));
  return opened;
}

/** The store that config or environment name, if they name one. @throws VisualsError `STORE_INVALID`, and what is wrong with the config */
export async function findTeamStore(host: Host): Promise<TeamStore | undefined> {
  const { config } = await loadOwnConfig(openWorkspace(host, undefined));
  const settings = readSharingSettings({ store: config.store, environment: host.environment, root: host.root });
  return settings && { remote: await openRemoteStore(settings, host.root), trust: settings.trust };
}
