import type { Observation } from '../model/finding.ts';
import type { CheckedFile, CheckedPicture, PictureCheck } from './check.ts';

/** Files are no larger than their format's budget. */
export const checkBytes: PictureCheck = {
  name: 'bytes',
  version: '1',
  parameters: ({ settings: { maxBytes }, files }) => {
    const limited = files.filter(({ format }) => maxBytes[format] !== undefined);
    return limited.length === 0
      ? undefined
      : { files: limited.map(({ format, digest, bytes, quality }) => ({ format, digest, bytes, quality, most: maxBytes[format]! })) };
  },
  run: async (picture) => {
    const found: Observation[] = [];
    for (const file of picture.files)
      if (file.bytes > (picture.settings.maxBytes[file.format] ?? Number.POSITIVE_INFINITY)) found.push(await describe(file, picture));
    return found;
  },
};

async function describe(file: CheckedFile, { settings, measureBytes }: CheckedPicture): Promise<Observation> {
  const { format, bytes: measured } = file;
  const limit = settings.maxBytes[format]!;
  const message = `the ${format} has ${formatBytes(measured)}; ${formatBytes(limit)} are the most`;
  const fits = format === 'png' ? undefined : await findQuality(file, limit, (quality) => measureBytes(format, quality));
  const fix =
    fits === undefined
      ? 'Calm the picture, make it smaller, leave the format out of `formats`, or raise `checks.maxBytes`.'
      : `Set \`output.encode.${format}.quality\` to ${fits.quality}: this picture then has ${formatBytes(fits.bytes)}.`;
  return { message, fix, measured, limit };
}

/** Below this, pictures are spoilt, and the budget is what is wrong. */
const leastQuality = 30;

/** The best quality that keeps the limit, by halving. */
async function findQuality(
  { quality, bytes }: CheckedFile,
  limit: number,
  measure: (quality: number) => Promise<number>,
): Promise<{ readonly quality: number; readonly bytes: number } | undefined> {
  // Metadata and a signature have the same weight at every quality.
  const besides = Math.max(0, bytes - (await measure(quality)));
  let [low, high] = [leastQuality, quality - 1];
  let best: { readonly quality: number; readonly bytes: number } | undefined;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const found = besides + (await measure(middle));
    if (found <= limit) [best, low] = [{ quality: middle, bytes: found }, middle + 1];
    else high = middle - 1;
  }
  return best;
}

function formatBytes(bytes: number): string {
  return `${bytes.toLocaleString('en')} bytes`;
}
