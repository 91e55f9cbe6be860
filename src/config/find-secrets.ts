/**
 * Keys of providers: `sk-`, perhaps a kind such as `proj-`, then a long random part. Language tags such as `sk-SK` are too short. And keys that sign what goes into a shared
 * store.
 */
const pattern = /\bsk-[A-Za-z0-9_-]{20,}|\bvisuals-secret-[\w-]{43}/;
const everyPattern = new RegExp(pattern.source, 'g');

/** The text with secret keys replaced, fit to be printed. */
export function redactSecrets(text: string): string {
  return text.replace(everyPattern, (key) => (key.startsWith('sk-') ? 'sk-…' : 'visuals-secret-…'));
}

/** Paths of all values, and of all keys, that look like a secret key. */
export function findSecrets(value: unknown): readonly (readonly (string | number)[])[] {
  const seen = new Set<object>();
  const search = (each: unknown, path: readonly (string | number)[]): readonly (readonly (string | number)[])[] => {
    if (typeof each === 'string') return pattern.test(each) ? [path] : [];
    if (typeof each !== 'object' || each === null || seen.has(each)) return [];
    seen.add(each);
    const entries = Array.isArray(each) ? each.map((item: unknown, index) => [index, item] as const) : Object.entries(each);
    return entries.flatMap(([key, item]) => (pattern.test(String(key)) ? [path] : search(item, [...path, key])));
  };
  return search(value, []);
}
