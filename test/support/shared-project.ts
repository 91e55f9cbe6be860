import { createKeyPair } from '../../src/sharing/signing-key.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { formatConfig, tinyConfig, tinySources } from './create-project.ts';
import type { Sources } from './create-project.ts';

/** The keys of a team: one that signs for the protected branch, one for pull requests, and one of a stranger. */
export const teamKeys = { main: createKeyPair(), pull: createKeyPair(), stranger: createKeyPair() } as const;

/** The smallest project, which shares results through the store at an address. Who it is stands in the environment: see {@link actAs}. */
export function sharedSources(url: string, changes: JsonObject = {}): Sources {
  const store = { url, trusted: { main: teamKeys.main.publicText, 'pr-*': teamKeys.pull.publicText } };
  return { ...tinySources(), 'visuals.config.ts': formatConfig({ ...tinyConfig, store, ...changes }) };
}

/** Variables that say in whose name a command works. */
export type Identity = { readonly [name in 'VISUALS_STORE_NAMESPACE' | 'VISUALS_STORE_KEY' | 'VISUALS_STORE_URL' | 'VISUALS_STORE_TRUSTED']?: string };

/** CI of the protected branch, CI of a pull request, and whoever has no key. */
export const identities = {
  main: { VISUALS_STORE_KEY: teamKeys.main.secretText },
  pull: { VISUALS_STORE_NAMESPACE: 'pr-12', VISUALS_STORE_KEY: teamKeys.pull.secretText },
  reader: {},
} as const satisfies { readonly [who: string]: Identity };

/** Does something with these variables set, and no others of the store. */
export async function actAs<Result>(identity: Identity, work: () => Promise<Result>): Promise<Result> {
  const names = ['VISUALS_STORE_NAMESPACE', 'VISUALS_STORE_KEY', 'VISUALS_STORE_URL', 'VISUALS_STORE_TRUSTED'] as const;
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) setVariable(name, identity[name]);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) setVariable(name, value);
  }
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
