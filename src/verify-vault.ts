import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { paidBlobCorrupt } from './diagnostics/lock.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Digest } from './model/digest.ts';
import { isDigest } from './model/digest.ts';
import type { ProjectOptions } from './model/report.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import type { Host } from './project/host.ts';
import { listBought } from './project/list-bought.ts';
import { openTreasury, vaultName } from './project/open-paid-art.ts';
import type { Treasury } from './project/open-paid-art.ts';
import { findTeamStore } from './project/open-team-store.ts';
import type { TeamStore } from './project/open-team-store.ts';
import { supportVault } from './sharing/keep-pictures.ts';

/** Whether lock and vault agree. */
export interface VaultReport {
  readonly exit: number;
  /** Different pictures that the lock names. */
  readonly pictures: number;
  /** Of those that are there and whole. */
  readonly bytes: number;
  readonly missing: readonly Digest[];
  /** No longer what their digest says; they were set aside beside their place, with `.bad` at the end of the name. */
  readonly damaged: readonly Digest[];
  /** Of those that were missing or damaged, how many came back from the shared store. */
  readonly repaired: number;
  /** Files of the vault that the lock names nowhere, relative to the root. They are left alone: they were paid for. */
  readonly orphans: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How a vault is verified. */
export interface VerifyVaultOptions extends ProjectOptions {
  /** Fetch what is missing or damaged from the shared store, if the project has one. */
  readonly repair?: boolean;
}

/** Reads every picture that the lock names, and lists what the vault holds besides. */
export async function verifyVault(options: VerifyVaultOptions = {}): Promise<VaultReport> {
  const host = describeHost(options);
  try {
    return await holdBuildLock(host, options, () => inspect(host, options));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return {
      exit: findWorstExit(error.diagnostics),
      pictures: 0,
      bytes: 0,
      missing: [],
      damaged: [],
      repaired: 0,
      orphans: [],
      diagnostics: error.diagnostics,
    };
  }
}

async function inspect(host: Host, { signal, repair = false }: VerifyVaultOptions): Promise<VaultReport> {
  const { root } = host;
  const { book, vault } = openTreasury(root);
  const store = repair ? await findTeamStore(host) : undefined;
  const named = listBought(book);
  const missing: Digest[] = [];
  const damaged: Digest[] = [];
  let [bytes, repaired] = [0, 0];
  for (const digest of named) {
    signal?.throwIfAborted();
    const size = await readSize(digest, vault);
    const fetched = typeof size === 'number' ? undefined : await fetchFrom(store, digest, vault);
    if (fetched !== undefined) repaired += 1;
    if (typeof size === 'number' || fetched !== undefined) bytes += fetched ?? Number(size);
    else (size === 'missing' ? missing : damaged).push(digest);
  }
  store?.remote.close();
  const broken = [
    ...missing.map((digest) => paidBlobCorrupt({ digest, state: 'missing' })),
    ...damaged.map((digest) => paidBlobCorrupt({ digest, state: 'damaged' })),
  ];
  return {
    exit: findWorstExit(broken),
    pictures: named.length,
    bytes,
    missing,
    damaged,
    repaired,
    orphans: listOrphans(root, new Set(named)),
    diagnostics: broken,
  };
}

async function readSize(digest: Digest, vault: Treasury['vault']): Promise<number | 'missing' | 'damaged'> {
  if (!vault.has(digest)) return 'missing';
  return (await vault.read(digest))?.byteLength ?? 'damaged';
}

/** The size of a picture that the store gave back. */
async function fetchFrom(store: TeamStore | undefined, digest: Digest, vault: Treasury['vault']): Promise<number | undefined> {
  return store && (await supportVault(vault, { remote: store.remote, uploads: undefined }).read(digest))?.byteLength;
}

/** Folders of the vault have names of two digits; the papers of purchases lie beside them. */
function listOrphans(root: string, named: ReadonlySet<Digest>): readonly string[] {
  const folder = join(root, vaultName);
  const shards = listNames(folder).filter((name) => /^[0-9a-f]{2}$/.test(name));
  const files = shards.flatMap((shard) => listNames(join(folder, shard)).map((name) => ({ name, path: `${vaultName}/${shard}/${name}` })));
  return files.filter(({ name }) => !(isDigest(name) && named.has(name))).map(({ path }) => path);
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}
