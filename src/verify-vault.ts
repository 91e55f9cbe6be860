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
import { openTreasury, vaultName } from './project/open-paid-art.ts';
import type { Treasury } from './project/open-paid-art.ts';

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
  /** Files of the vault that the lock names nowhere, relative to the root. They are left alone: they were paid for. */
  readonly orphans: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads every picture that the lock names, and lists what the vault holds besides. */
export async function verifyVault(options: ProjectOptions = {}): Promise<VaultReport> {
  const host = describeHost(options);
  try {
    return await holdBuildLock(host, options, () => inspect(host.root, options.signal));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), pictures: 0, bytes: 0, missing: [], damaged: [], orphans: [], diagnostics: error.diagnostics };
  }
}

async function inspect(root: string, signal: AbortSignal | undefined): Promise<VaultReport> {
  const { book, vault } = openTreasury(root);
  const named = [...new Set(book.lines().flatMap((line) => (line.type === 'picture' ? [line.digest] : [])))];
  const missing: Digest[] = [];
  const damaged: Digest[] = [];
  let bytes = 0;
  for (const digest of named) {
    signal?.throwIfAborted();
    const size = await readSize(digest, vault);
    if (typeof size === 'number') bytes += size;
    else (size === 'missing' ? missing : damaged).push(digest);
  }
  const broken = [
    ...missing.map((digest) => paidBlobCorrupt({ digest, state: 'missing' })),
    ...damaged.map((digest) => paidBlobCorrupt({ digest, state: 'damaged' })),
  ];
  return { exit: findWorstExit(broken), pictures: named.length, bytes, missing, damaged, orphans: listOrphans(root, new Set(named)), diagnostics: broken };
}

async function readSize(digest: Digest, vault: Treasury['vault']): Promise<number | 'missing' | 'damaged'> {
  if (!vault.has(digest)) return 'missing';
  return (await vault.read(digest))?.byteLength ?? 'damaged';
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
