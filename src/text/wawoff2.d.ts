declare module 'wawoff2' {
  /** Unwraps WOFF2 to an sfnt. */
  export function decompress(bytes: Uint8Array): Promise<Uint8Array>;
  /** Wraps an sfnt as WOFF2. */
  export function compress(bytes: Uint8Array): Promise<Uint8Array>;
}
