import { appendFileSync, readFileSync } from 'node:fs';
import type { OutputFormat } from '../model/config.ts';
import type { Digest } from '../model/digest.ts';
import type { LivePicture } from '../model/live.ts';
import { shrinkPicture } from '../project/shrink-picture.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { ImageCodec } from '../spec/image-codec.ts';
import { writeFileAtomic } from '../store/write-file.ts';

/** Where the encoded picture of a raster lies. */
interface Shelved {
  readonly digest: Digest;
  readonly format: OutputFormat;
}

/** Encoded pictures by the digest of their pixels: what a page asks for by name. */
export interface PictureShelf {
  /** Remembers where a raster's picture lies; the first that was named stays, so that a page need not load the same pixels twice. */
  keep(raster: string, shelved: Shelved): void;
  /** Names of a raster's picture and thumbnail; empty when none is known. */
  nameOf(raster: string): { readonly picture: string; readonly thumb: string };
  /** By one of those names alone: no path is ever taken from outside. */
  find(name: string): Promise<LivePicture | undefined>;
}

/** What a shelf is made of. */
export interface ShelfOptions {
  /** Absolute file that remembers rasters of earlier builds, so that a picture approved last week can still be compared. */
  readonly path: string;
  readonly store: BlobStore;
  readonly codec: ImageCodec;
}

/** Longest side of a thumbnail in pixels. */
const thumbSide = 320;

/** Lines beyond which the file is written anew with the younger half. */
const mostLines = 20_000;

/** Bytes of thumbnails that are kept in memory. */
const mostThumbBytes = 32 * 1024 * 1024;

/** Opens the shelf of a project. */
export function openPictureShelf({ path, store, codec }: ShelfOptions): PictureShelf {
  const shelved = readShelf(path);
  const thumbs = createThumbMemory();

  const readPicture = async (raster: string): Promise<{ readonly bytes: Uint8Array; readonly format: OutputFormat } | undefined> => {
    const found = shelved.get(raster);
    const bytes = found && (await store.read(found.digest));
    return bytes && { bytes, format: found.format };
  };

  const makeThumb = async (raster: string): Promise<LivePicture | undefined> => {
    const known = thumbs.get(raster);
    if (known !== undefined) return known;
    const picture = await readPicture(raster);
    if (picture === undefined) return undefined;
    const thumb = { bytes: await shrinkPicture(picture.bytes, codec, { width: thumbSide, height: thumbSide, quality: 80, effort: 2 }), type: typeOf('webp') };
    thumbs.set(raster, thumb);
    return thumb;
  };

  return {
    keep: (raster, found) => {
      const before = shelved.get(raster);
      if (before !== undefined && store.has(before.digest)) return;
      shelved.set(raster, found);
      remember(path, raster, found);
    },
    nameOf: (raster) => {
      const found = shelved.get(raster);
      return found === undefined ? { picture: '', thumb: '' } : { picture: `${raster}.${found.format}`, thumb: `${raster}.thumb.webp` };
    },
    find: async (name) => {
      const [, raster = '', kind = ''] = /^([0-9a-f]{64})\.(thumb\.webp|avif|webp|png|jpeg)$/.exec(name) ?? [];
      if (kind === 'thumb.webp') return makeThumb(raster);
      const picture = await readPicture(raster);
      return picture?.format === kind ? { bytes: picture.bytes, type: typeOf(picture.format) } : undefined;
    },
  };
}

/** The media type of a format. */
export function typeOf(format: OutputFormat): string {
  return `image/${format}`;
}

function readShelf(path: string): Map<string, Shelved> {
  const lines = readLines(path);
  const kept = lines.length > mostLines ? lines.slice(-mostLines / 2) : lines;
  if (kept.length < lines.length) writeFileAtomic(path, `${kept.join('\n')}\n`);
  const entries = kept.flatMap((line) => {
    const [, raster = '', digest = '', format = ''] = /^([0-9a-f]{64}) ([0-9a-f]{64}) (avif|webp|png|jpeg)$/.exec(line) ?? [];
    return raster === '' ? [] : [[raster, { digest: digest as Digest, format: format as OutputFormat }] as const];
  });
  return new Map(entries);
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Only a convenience: a disk that can't be written costs the comparison with earlier sessions, and nothing else. */
function remember(path: string, raster: string, { digest, format }: Shelved): void {
  try {
    appendFileSync(path, `${raster} ${digest} ${format}\n`);
  } catch {
    return undefined;
  }
}

interface ThumbMemory {
  get(raster: string): LivePicture | undefined;
  set(raster: string, thumb: LivePicture): void;
}

/** Drops what was not asked for longest. */
function createThumbMemory(): ThumbMemory {
  const memory = new Map<string, LivePicture>();
  let bytes = 0;
  return {
    get: (raster) => {
      const thumb = memory.get(raster);
      if (thumb === undefined) return undefined;
      memory.delete(raster);
      memory.set(raster, thumb);
      return thumb;
    },
    set: (raster, thumb) => {
      memory.set(raster, thumb);
      bytes += thumb.bytes.byteLength;
      for (const [oldest, each] of memory) {
        if (bytes <= mostThumbBytes) break;
        memory.delete(oldest);
        bytes -= each.bytes.byteLength;
      }
    },
  };
}
