/** Characters up to which texts share a buffer. */
const mostShared = 131_072;

let shared: Buffer | undefined;

/** A text as UTF-8, good until the next call: thousands of buffers, each for one write, would wait in memory for a collection. */
export function encodeText(text: string): Buffer {
  if (text.length > mostShared) return Buffer.from(text);
  // A character takes three bytes at most; two of them make one that takes four.
  shared ??= Buffer.allocUnsafeSlow(3 * mostShared);
  return shared.subarray(0, shared.write(text));
}
