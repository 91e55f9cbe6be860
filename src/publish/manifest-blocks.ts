import { closeSync, openSync, readSync } from 'node:fs';
import type { Manifest, ManifestAsset } from '../model/manifest.ts';
import { scanLines } from '../store/line-file.ts';
import type { ManifestAssets } from './manifest-assets.ts';

/** Where an asset stands in a published manifest, in bytes: from the line that names it to its closing brace. */
export interface ManifestBlock {
  readonly start: number;
  readonly end: number;
}

/** Assets of a published manifest that stay as they are, by id: their text is copied from there. */
export interface KeptBlocks {
  readonly path: string;
  readonly blocks: ReadonlyMap<string, ManifestBlock>;
}

/**
 * Finds all assets of a manifest, without reading what is in them.
 * @returns undefined where a manifest does not lie as `formatManifest` writes it, and where there is none
 */
export function findBlocks(path: string): ReadonlyMap<string, ManifestBlock> | undefined {
  try {
    return scanBlocks(path);
  } catch {
    return undefined;
  }
}

function scanBlocks(path: string): ReadonlyMap<string, ManifestBlock> | undefined {
  const blocks = new Map<string, ManifestBlock>();
  const around: string[] = [];
  let open: { readonly id: string; readonly start: number } | undefined;
  let [isWhole, isParted] = [true, true];
  scanLines(path, (line, position) => {
    const id = readName(line);
    if (id !== undefined) {
      isWhole &&= isParted && around.length === linesBefore;
      open = { id, start: position };
    } else if (open === undefined) around.push(line.toString());
    else if (isEnd(line)) {
      isParted = line.length > closing.length;
      blocks.set(open.id, { start: open.start, end: position + closing.length });
      open = undefined;
    }
  });
  return isWhole && !isParted && around.join('\n') === frame ? blocks : undefined;
}

/** What a part of a manifest says, read from there when it is asked for. */
export function openBlocks({ path, blocks }: KeptBlocks): ManifestAssets {
  return {
    ids: [...blocks.keys()],
    read: (id) => {
      const block = blocks.get(id);
      return block && (JSON.parse(`{${readBlock(path, block)}}`) as Manifest['assets'])[id];
    },
  };
}

/** The text of an asset: its name, and what is said of it. */
export function readBlock(path: string, block: ManifestBlock): string {
  return readBytes(path, block).toString();
}

let shared = Buffer.alloc(0);

/** A part of a file, good until the next call; shorter where the file ends before it. */
export function readBytes(path: string, { start, end }: ManifestBlock): Buffer {
  if (shared.length < end - start) shared = Buffer.allocUnsafeSlow(2 * (end - start));
  const bytes = shared.subarray(0, end - start);
  let length = 0;
  const file = openSync(path, 'r');
  try {
    for (let read = -1; read !== 0 && length < bytes.length; length += read) read = readSync(file, bytes, length, bytes.length - length, start + length);
  } finally {
    closeSync(file);
  }
  return bytes.subarray(0, length);
}

/**
 * Reads a manifest that `formatManifest` wrote asset by asset, so that a large one is never in memory.
 * @throws SyntaxError when it is cut or damaged
 */
export function scanAssets(path: string, visit: (id: string, asset: ManifestAsset) => void): void {
  let lines: string[] = [];
  let last = '';
  scanLines(path, (line) => {
    last = line.toString();
    if (readName(line) !== undefined) lines = [last];
    else if (lines.length > 0) lines.push(last);
    if (lines.length === 0 || !isEnd(line)) return;
    lines[lines.length - 1] = closing;
    for (const [id, asset] of Object.entries(JSON.parse(`{${lines.join('\n')}}`) as Manifest['assets'])) visit(id, asset);
    lines = [];
  });
  if (last !== end) throw new SyntaxError('a manifest without an end');
}

/** Assets stand two spaces deep; nothing else does. */
const closing = '  }';
const end = '}';
/** The lines around all assets, and how many of them come first. */
const frame = '{\n "version": 1,\n "assets": {\n }\n}';
const linesBefore = 3;
const opening = '  "';
const behindName = ': {';

function readName(line: Buffer): string | undefined {
  if (line.toString('latin1', 0, opening.length) !== opening) return undefined;
  return JSON.parse(line.toString('utf8', opening.length - 1, line.length - behindName.length)) as string;
}

function isEnd(line: Buffer): boolean {
  return line.toString('latin1', 0, closing.length) === closing;
}
