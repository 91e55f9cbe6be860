/** Integer hash of a seed and two coordinates, all 32 bits of it mixed (the finaliser of MurmurHash3, public domain). */
export function hashCell(seed: number, x: number, y: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(x, 0xc2b2ae35) ^ Math.imul(y, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A number in [0, 1) for a seed and two coordinates. */
export function randomAt(seed: number, x: number, y: number): number {
  return hashCell(seed, x, y) / 4294967296;
}

/** A sequence of numbers in [0, 1) for a seed. Any two seeds give unrelated sequences. */
export function createRandom(seed: number): () => number {
  let count = 0;
  return () => {
    count += 1;
    return randomAt(seed, count, 0x5bd1);
  };
}
