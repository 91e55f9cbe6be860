import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { storeInvalid } from '../diagnostics/remote.ts';
import type { StoreSettings } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { isLoopback } from '../model/is-loopback.ts';
import { findNamespaceProblem, findPublicKeyProblem, findStoreUrlProblem, findTrustedNameProblem } from './check-settings.ts';
import { readPublicKey, readSigningKey } from './signing-key.ts';
import type { PublicKey, SigningKey } from './signing-key.ts';
import { decideTrust, protectedNamespace } from './trust.ts';
import type { Trust } from './trust.ts';

/** A store and how it is used, with everything that config and environment say. */
export interface SharingSettings {
  readonly url: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly token?: string;
  readonly trust: Trust;
}

/** Where settings come from. */
export interface SettingsSource {
  readonly store: StoreSettings | undefined;
  readonly environment: { readonly [name: string]: string | undefined };
  /** Absolute folder of the project. */
  readonly root: string;
}

/**
 * Reads how results are shared. The environment has the last word, so that CI needs no other config.
 * @returns undefined where nothing is shared
 * @throws VisualsError `STORE_INVALID`, for all that is wrong at once
 */
export function readSharingSettings({ store, environment, root }: SettingsSource): SharingSettings | undefined {
  const url = environment['VISUALS_STORE_URL'] ?? store?.url ?? '';
  if (url === '') return undefined;
  const problems: { readonly where: string; readonly problem: string }[] = [];
  const check = (where: string, problem: string | undefined): void => {
    if (problem !== undefined) problems.push({ where, problem });
  };
  const namespace = environment['VISUALS_STORE_NAMESPACE'] || store?.namespace || protectedNamespace;
  const token = environment['VISUALS_STORE_TOKEN'] || undefined;
  check('VISUALS_STORE_URL', findStoreUrlProblem(url) ?? findClearProblem(url, token));
  check('VISUALS_STORE_NAMESPACE', findNamespaceProblem(namespace));
  const trusted = readTrusted({ ...store?.trusted, ...parseTrusted(environment['VISUALS_STORE_TRUSTED'] ?? '', check) });
  const key = readKey(store?.key ?? { kind: 'env', name: 'VISUALS_STORE_KEY' }, { environment, root, check });
  if (problems.length > 0) throw new VisualsError(problems.map((each) => storeInvalid(each)));
  return {
    url,
    ...(store?.endpoint !== undefined && { endpoint: store.endpoint }),
    ...(environment['VISUALS_STORE_ENDPOINT'] && { endpoint: environment['VISUALS_STORE_ENDPOINT'] }),
    ...(store?.region !== undefined && { region: store.region }),
    ...(token !== undefined && { token }),
    trust: decideTrust({ namespace, trusted, key }),
  };
}

type Check = (where: string, problem: string | undefined) => void;

/** What is secret travels encrypted, or not beyond this machine. */
function findClearProblem(url: string, token: string | undefined): string | undefined {
  if (!url.startsWith('http:') || !URL.canParse(url)) return undefined;
  const { hostname, username } = new URL(url);
  return isLoopback(hostname) || (username === '' && token === undefined) ? undefined : 'would send a password or token in clear; use https://';
}

/** `main=visuals-public-…,pr-*=visuals-public-…`; a name may come more than once. */
function parseTrusted(text: string, check: Check): { readonly [namespace: string]: readonly string[] } {
  const pairs = text.split(',').flatMap((each) => (each.trim() === '' ? [] : [each.trim().split('=') as [string, string?]]));
  const where = 'VISUALS_STORE_TRUSTED';
  for (const [name, key = ''] of pairs) check(where, findTrustedNameProblem(name) ?? findPublicKeyProblem(key));
  const trusted = new Map<string, readonly string[]>();
  for (const [name, key = ''] of pairs) trusted.set(name, [...(trusted.get(name) ?? []), key]);
  return Object.fromEntries(trusted);
}

function readTrusted(trusted: { readonly [namespace: string]: readonly string[] }): ReadonlyMap<string, readonly PublicKey[]> {
  return new Map(Object.entries(trusted).map(([name, keys]) => [name, keys.flatMap((key) => readPublicKey(key) ?? [])]));
}

/** A key that is not there means that nothing is written; one that is none is a mistake. */
function readKey(
  key: NonNullable<StoreSettings['key']>,
  { environment, root, check }: Omit<SettingsSource, 'store'> & { readonly check: Check },
): SigningKey | undefined {
  const text = key.kind === 'env' ? environment[key.name] : readText(join(root, key.path));
  if (text === undefined || text.trim() === '') return undefined;
  const found = readSigningKey(text);
  check(key.kind === 'env' ? key.name : key.path, found ? undefined : 'is no secret key, which begins with visuals-secret-');
  return found;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
