import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { reportFolder } from '../diagnostics/report.ts';
import { computeActionKey, computeDigest } from '../keys/canonical.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { OutputFormat } from '../model/config.ts';
import type { Digest } from '../model/digest.ts';
import type { Raster } from '../model/geometry.ts';
import type { Workspace } from '../project/workspace.ts';
import { shrinkPicture } from '../project/shrink-picture.ts';
import type { ImageCodec } from '../spec/image-codec.ts';
import { writeFileAtomic } from '../store/write-file.ts';

/** The folder that a report is written to. Pictures are named by their content, so each is there once. */
export interface PictureFolder {
  /** @returns the picture's name relative to the page */
  add(bytes: Uint8Array, format: OutputFormat): string;
  /** Adds pixels, encoded as a page shows them. */
  addPixels(raster: Raster): Promise<string>;
  /** Adds a small picture of an encoded one. */
  addThumb(source: { readonly digest: Digest; readonly bytes: Uint8Array }): Promise<string>;
  writePage(name: string, text: string): void;
}

/** The data of the page, which also marks a folder as a report's. */
export const dataName = 'report.json';

/** Longest side of a small picture, in pixels: sharp on a dense screen in a column of 360. */
export const thumbSide = 720;

/** Digits of a digest in a name. */
const nameLength = 32;

const extensions: { readonly [format in OutputFormat]: string } = { avif: 'avif', webp: 'webp', png: 'png', jpeg: 'jpg' };

/**
 * Clears a folder for a report.
 * @param folder absolute
 * @throws VisualsError `REPORT_FOLDER` when it holds anything else
 */
export function openPictureFolder(folder: string, { index, store }: Workspace, codec: ImageCodec): PictureFolder {
  if (!isOurs(folder)) throw new VisualsError(reportFolder({ folder: folder.replace(/^.*[\\/]/, '') }));
  rmSync(join(folder, 'pictures'), { recursive: true, force: true });
  const written = new Set<string>();
  const add = (bytes: Uint8Array, format: OutputFormat): string => {
    const name = `pictures/${computeDigest(bytes).slice(0, nameLength)}.${extensions[format]}`;
    if (!written.has(name)) writeFileAtomic(join(folder, name), bytes);
    written.add(name);
    return name;
  };
  return {
    add,
    addPixels: async (raster) => add(await codec.encode(raster, 'webp', { quality: 90, effort: 2 }), 'webp'),
    addThumb: async ({ digest, bytes }) => {
      const key = computeActionKey('report-thumb', { revision: '1', codec: codec.version, picture: digest, side: String(thumbSide) });
      const kept = index.get(key);
      const known = kept && (await store.read(kept.digest));
      if (known !== undefined) return add(known, 'webp');
      const thumb = await shrinkPicture(bytes, codec, { width: thumbSide, height: thumbSide, quality: 82, effort: 3 });
      index.set(key, { digest: await store.write(thumb), stored: true, bytes: thumb.byteLength, facts: {} });
      return add(thumb, 'webp');
    },
    writePage: (name, text) => writeFileAtomic(join(folder, name), text),
  };
}

/** A report that is cut short has its mark already. */
function isOurs(folder: string): boolean {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return true;
  try {
    return (JSON.parse(readFileSync(join(folder, dataName), 'utf8')) as { readonly report?: unknown } | null)?.report === 'visuals';
  } catch {
    return false;
  }
}
