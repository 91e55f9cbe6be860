import { hashCell } from './random.ts';

const diagonal = Math.sqrt(0.5);
const gradients = [1, 0, -1, 0, 0, 1, 0, -1, diagonal, diagonal, -diagonal, diagonal, diagonal, -diagonal, -diagonal, -diagonal];

/** Gradient noise (Perlin 2002) with hashed lattice points: smooth, zero at the lattice, about −0.7 to 0.7. */
export function noiseAt(seed: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [dx, dy] = [x - left, y - top];
  const [u, v] = [fade(dx), fade(dy)];
  const above = blend(slopeOf(hashCell(seed, left, top), dx, dy), slopeOf(hashCell(seed, left + 1, top), dx - 1, dy), u);
  const below = blend(slopeOf(hashCell(seed, left, top + 1), dx, dy - 1), slopeOf(hashCell(seed, left + 1, top + 1), dx - 1, dy - 1), u);
  return blend(above, below, v);
}

/** Noise and, `gain` times as strong, more of it at half the size: enough variety for soft hills, and no roughness. */
export function layerNoise(seed: number, x: number, y: number, gain: number): number {
  return noiseAt(seed, x, y) + gain * noiseAt(seed + 1013, x * 2, y * 2);
}

function slopeOf(hash: number, dx: number, dy: number): number {
  const direction = (hash & 7) * 2;
  return gradients[direction]! * dx + gradients[direction + 1]! * dy;
}

function fade(share: number): number {
  return share * share * share * (share * (share * 6 - 15) + 10);
}

function blend(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
