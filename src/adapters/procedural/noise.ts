import { hashCell } from './random.ts';

const diagonal = Math.sqrt(0.5);
const gradients = [1, 0, -1, 0, 0, 1, 0, -1, diagonal, diagonal, -diagonal, diagonal, diagonal, -diagonal, -diagonal, -diagonal];

/** Gradient noise (Perlin 2002) with hashed lattice points: smooth, zero at the lattice, about −0.7 to 0.7. */
export function noiseAt(seed: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [dx, dy] = [x - left, y - top];
  const [u, v] = [fade(dx), fade(dy)];
  const above = blend(cornerAt(seed, left, top, dx, dy), cornerAt(seed, left + 1, top, dx - 1, dy), u);
  const below = blend(cornerAt(seed, left, top + 1, dx, dy - 1), cornerAt(seed, left + 1, top + 1, dx - 1, dy - 1), u);
  return blend(above, below, v);
}

/** Noise of several octaves, each twice as fine and `gain` times as strong as the one before. */
export function layerNoise(seed: number, x: number, y: number, octaves: number, gain = 0.5): number {
  let sum = 0;
  let [frequency, strength] = [1, 1];
  for (let octave = 0; octave < octaves; octave += 1) {
    sum += strength * noiseAt(seed + octave * 1013, x * frequency, y * frequency);
    frequency *= 2;
    strength *= gain;
  }
  return sum;
}

function cornerAt(seed: number, x: number, y: number, dx: number, dy: number): number {
  const direction = (hashCell(seed, x, y) & 7) * 2;
  return gradients[direction]! * dx + gradients[direction + 1]! * dy;
}

function fade(share: number): number {
  return share * share * share * (share * (share * 6 - 15) + 10);
}

function blend(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
