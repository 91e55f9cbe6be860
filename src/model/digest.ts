/** A SHA-256, as 64 lower-case hex digits. */
export type Digest = string & { readonly digest: unique symbol };

const digestPattern = /^[0-9a-f]{64}$/;

/** Narrows a string read from disk to a {@link Digest}. */
export function isDigest(value: string): value is Digest {
  return digestPattern.test(value);
}
