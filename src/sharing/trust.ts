import type { PublicKey, SigningKey } from './signing-key.ts';

/** The namespace of the protected branch. Nothing built there ever reads another one. */
export const protectedNamespace = 'main';

/** A namespace that is read, and whose entries are believed in it. */
export interface TrustedNamespace {
  readonly namespace: string;
  readonly keys: readonly PublicKey[];
}

/** Whom a build believes, and in whose name it writes. */
export interface Trust {
  /** In the order in which they are asked. */
  readonly reads: readonly TrustedNamespace[];
  /** Where new results go; undefined for whoever only reads. */
  readonly writes: { readonly namespace: string; readonly key: SigningKey } | undefined;
}

/** What a {@link Trust} is made from. */
export interface TrustOptions {
  readonly namespace: string;
  /** Namespace, or the beginning of some with `*` behind it → keys. */
  readonly trusted: ReadonlyMap<string, readonly PublicKey[]>;
  readonly key: SigningKey | undefined;
}

/**
 * Decides what is read and written. A pull request reads what the protected branch wrote, and its own; it writes its own alone. A key is believed only in the namespaces
 * that it is trusted for: with the key of pull requests nobody can write for the protected branch.
 */
export function decideTrust({ namespace, trusted, key }: TrustOptions): Trust {
  const names = [...new Set([protectedNamespace, ...(namespace === protectedNamespace ? [] : [namespace])])];
  const reads = names.map((each) => ({ namespace: each, keys: findKeys(each, trusted) })).filter(({ keys }) => keys.length > 0);
  return { reads, writes: key && { namespace, key } };
}

/** Whether others will believe what is written. */
export function isBelieved({ reads, writes }: Trust): boolean {
  return writes === undefined || reads.some(({ namespace, keys }) => namespace === writes.namespace && keys.some(({ id }) => id === writes.key.id));
}

function findKeys(namespace: string, trusted: TrustOptions['trusted']): readonly PublicKey[] {
  const keys = [...trusted].flatMap(([pattern, each]) => (covers(pattern, namespace) ? each : []));
  return [...new Map(keys.map((key) => [key.id, key])).values()];
}

/** A pattern never covers the protected branch: whoever may write there is named for it. */
function covers(pattern: string, namespace: string): boolean {
  if (!pattern.endsWith('*')) return pattern === namespace;
  return namespace !== protectedNamespace && namespace.startsWith(pattern.slice(0, -1));
}
