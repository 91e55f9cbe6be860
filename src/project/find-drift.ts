import { compareCodeUnits, formatCanonical } from '../keys/canonical.ts';
import type { Json } from '../model/json.ts';
import type { ManifestPicture } from '../model/manifest.ts';
import { indexAsset } from '../publish/create-manifest.ts';
import type { ManifestAssets } from '../publish/manifest-assets.ts';

/**
 * Cells whose published picture is not what the project gives now, in code-unit order; none when nothing was published yet. The bytes of an avif
 * differ by processor architecture, so that format is compared by the pixels it was made from; a signed file by the bytes that were signed.
 * @param isSigned whether the project signs its pictures, so that unsigned ones are not what it gives; and the other way round
 */
export function findDrift(published: ManifestAssets | undefined, wanted: ManifestAssets, isSigned = false): readonly string[] {
  if (published === undefined) return [];
  const ids = [...new Set([...published.ids, ...wanted.ids])];
  return ids.flatMap((id) => compareAssets(indexAsset(id, published.read(id)), indexAsset(id, wanted.read(id)), isSigned)).toSorted(compareCodeUnits);
}

type Pictures = ReadonlyMap<string, ManifestPicture>;

function compareAssets(before: Pictures, after: Pictures, isSigned: boolean): readonly string[] {
  const isStale = (cell: string): boolean =>
    formatComparable(before.get(cell)) !== formatComparable(after.get(cell)) ||
    before.get(cell)!.files.some(({ signed }) => (signed !== undefined) !== isSigned);
  return [...new Set([...before.keys(), ...after.keys()])].filter(isStale);
}

function formatComparable(picture: ManifestPicture | undefined): string {
  if (picture === undefined) return '';
  const files = picture.files.map((file) =>
    file.format === 'avif' ? { format: file.format } : { format: file.format, digest: file.signed?.unsigned ?? file.digest },
  );
  return formatCanonical({ ...picture, files } as unknown as Json);
}
