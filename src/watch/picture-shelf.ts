import { appendFileSync, readFileSync } from 'node:fs';
import { computeDigest } from '../keys/canonical.ts';
import type { OutputFormat } from '../model/config.ts';
import type { Digest } from '../model/digest.ts';
import type { Raster } from '../model/geometry.ts';
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

interface ShelvedPicture extends Shelved {
  /** Set where the cache does not have it. */
  readonly published?: PublishedFile;
}

/** A file of the output folder, and the digest of what is in it. */
export interface PublishedFile {
  readonly path: string;
  readonly digest: Digest;
}

/** Encoded pictures by the digest of their pixels: what a page asks for by name. */
export interface PictureShelf {
  /**
   * Remembers where a raster's picture lies; the first that was named stays, so that a page need not load the same pixels twice.
   * @param published where it lies besides, for a result that the cache has lost
   */
  keep(raster: string, shelved: Shelved, published?: PublishedFile): void;
  /** Keeps pixels that were just drawn, in memory: their picture can be shown long before any format of it is encoded. */
  hold(raster: string, pixels: Raster): Promise<void>;
  /** Names of a raster's picture and thumbnail; empty when none is known. */
  nameOf(raster: string): { readonly picture: string; readonly thumb: string };
  /** By one of those names alone: no path is ever taken from outside. A name leads to the picture as long as one of these pixels is known, in whatever format. */
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

/** Pictures that are remembered; a file with more lines is written anew with the younger half when it is opened. */
const mostLines = 20_000;

/** Bytes that are kept in memory, of thumbnails and of pictures that were just drawn. */
const mostBytes = { thumbs: 32 * 1024 * 1024, held: 64 * 1024 * 1024 } as const;

/** Opens the shelf of a project. */
export function openPictureShelf({ path, store, codec }: ShelfOptions): PictureShelf {
  const shelved = readShelf(path);
  const thumbs = createPictureMemory(mostBytes.thumbs);
  const held = createPictureMemory(mostBytes.held);

  const readPicture = async (raster: string): Promise<LivePicture | undefined> => {
    const drawn = held.get(raster);
    if (drawn !== undefined) return drawn;
    const found = shelved.get(raster);
    const bytes = found && ((await store.read(found.digest)) ?? readPublished(found.published));
    return bytes && { bytes, type: typeOf(found.format) };
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
    keep: (raster, found, published) => {
      const before = shelved.get(raster);
      if (before !== undefined && store.has(before.digest)) return;
      shelved.set(raster, published === undefined || store.has(found.digest) ? found : { ...found, published });
      if (shelved.size > mostLines) for (const oldest of [...shelved.keys()].slice(0, mostLines / 2)) shelved.delete(oldest);
      remember(path, raster, found);
    },
    hold: async (raster, pixels) => held.set(raster, { bytes: await codec.snap(pixels), type: typeOf('png') }),
    nameOf: (raster) => {
      const format = held.get(raster) === undefined ? shelved.get(raster)?.format : 'png';
      return format === undefined ? { picture: '', thumb: '' } : { picture: `${raster}.${format}`, thumb: `${raster}.thumb.webp` };
    },
    find: async (name) => {
      const [, raster = '', kind = ''] = /^([0-9a-f]{64})\.(thumb\.webp|avif|webp|png|jpeg)$/.exec(name) ?? [];
      return kind === 'thumb.webp' ? makeThumb(raster) : readPicture(raster);
    },
  };
}

/** What somebody wrote over a picture is not shown for it. */
function readPublished(file: PublishedFile | undefined): Uint8Array | undefined {
  try {
    const bytes = file && readFileSync(file.path);
    return bytes !== undefined && computeDigest(bytes) === file!.digest ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** The media type of a format. */
export function typeOf(format: OutputFormat): string {
  return `image/${format}`;
}

function readShelf(path: string): Map<string, ShelvedPicture> {
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

interface PictureMemory {
  get(raster: string): LivePicture | undefined;
  set(raster: string, picture: LivePicture): void;
}

/** What an entry takes besides its bytes. */
const overhead = 2048;

/** Drops what was not asked for longest. Bytes are copied: a picture fresh from an encoder holds on to the block that it was written into, which may be fifty times as large. */
function createPictureMemory(most: number): PictureMemory {
  const weigh = (picture: LivePicture | undefined): number => (picture === undefined ? 0 : picture.bytes.byteLength + overhead);
  const memory = new Map<string, LivePicture>();
  let bytes = 0;
  return {
    get: (raster) => {
      const picture = memory.get(raster);
      if (picture === undefined) return undefined;
      memory.delete(raster);
      memory.set(raster, picture);
      return picture;
    },
    set: (raster, picture) => {
      bytes += weigh(picture) - weigh(memory.get(raster));
      memory.delete(raster);
      memory.set(raster, { ...picture, bytes: new Uint8Array(picture.bytes) });
      for (const [oldest, each] of memory) {
        if (bytes <= most) break;
        memory.delete(oldest);
        bytes -= weigh(each);
      }
    },
  };
}
