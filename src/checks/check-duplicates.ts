import type { AssetObservation } from '../model/finding.ts';
import type { Raster } from '../model/geometry.ts';
import type { AssetCheck } from './check.ts';

/** Candidates differ, so that there is something to choose from. */
export const checkDuplicates: AssetCheck = {
  name: 'duplicates',
  run: async ({ candidates }) => {
    const found: AssetObservation[] = [];
    for (const { art, pictures } of candidates) {
      const hashes: { readonly digest: string; readonly hash: string }[] = [];
      for (const { digest, computeHash } of pictures) {
        const hash = await computeHash();
        const twin = hash === undefined ? undefined : hashes.find((each) => countDifferences(each.hash, hash) <= mostAlike);
        if (twin !== undefined) found.push(describe(art, twin.digest, digest));
        if (hash !== undefined) hashes.push({ digest, hash });
      }
    }
    return found;
  },
};

function describe(art: string, one: string, other: string): AssetObservation {
  const message = `two candidates of ${art} look alike: ${one.slice(0, 12)} and ${other.slice(0, 12)}`;
  return { message, fix: 'Say in the prompt what may vary, and ask again with `visuals regenerate`.' };
}

/** Of 64 bits. */
const mostAlike = 4;

/**
 * A difference hash of 64 bits: whether each of 8 × 8 squares is lighter than the one to its right. It sees composition and nothing small, so it tells alike candidates and
 * must never stand for a picture's identity.
 */
export function computeDifferenceHash(picture: Raster): string {
  const light = Array.from({ length: 72 }, (_, at) => averageSquare(picture, at % 9, Math.floor(at / 9)));
  return Array.from({ length: 64 }, (_, at) => {
    const left = Math.floor(at / 8) * 9 + (at % 8);
    return light[left]! > light[left + 1]! ? '1' : '0';
  }).join('');
}

function averageSquare({ data, width, height }: Raster, column: number, row: number): number {
  const [left, right] = [Math.floor((column * width) / 9), Math.max(Math.floor((column * width) / 9) + 1, Math.floor(((column + 1) * width) / 9))];
  const [top, bottom] = [Math.floor((row * height) / 8), Math.max(Math.floor((row * height) / 8) + 1, Math.floor(((row + 1) * height) / 8))];
  let sum = 0;
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) sum += data[(y * width + x) * 4]! + 2 * data[(y * width + x) * 4 + 1]! + data[(y * width + x) * 4 + 2]!;
  return sum / ((right - left) * (bottom - top));
}

function countDifferences(one: string, other: string): number {
  return [...one].filter((bit, at) => bit !== other[at]).length;
}
