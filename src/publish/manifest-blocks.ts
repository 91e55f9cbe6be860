import { closeSync, openSync, readSync } from 'node:fs';
import type { Manifest, ManifestAsset } from '../model/manifest.ts';
import { scanLines } from '../store/line-file.ts';

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

/** Finds all assets of a manifest that `formatManifest` wrote, without reading what is in them. */
export function findBlocks(path: string): ReadonlyMap<string, ManifestBlock> {
  const blocks = new Map<string, ManifestBlock>();
  let open: { readonly id: string; readonly start: number } | undefined;
  scanLines(path, (line, position) => {
    const id = readName(line);
    if (id !== undefined) open = { id, start: position };
    else if (open !== undefined && isEnd(line)) blocks.set(open.id, { start: open.start, end: position + closing.length });
  });
  return blocks;
}

/** The text of an asset: its name, and what is said of it. */
export function readBlock(path: string, { start, end }: ManifestBlock): string {
  const bytes = Buffer.alloc(end - start);
  const file = openSync(path, 'r');
  try {
    for (let offset = 0, read = -1; read !== 0 && offset < bytes.length; offset += read)
      read = readSync(file, bytes, offset, bytes.length - offset, start + offset);
  } finally {
    closeSync(file);
  }
  return bytes.toString();
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
const opening = '  "';
const behindName = ': {';

function readName(line: Buffer): string | undefined {
  if (line.toString('latin1', 0, opening.length) !== opening) return undefined;
  return JSON.parse(line.toString('utf8', opening.length - 1, line.length - behindName.length)) as string;
}

function isEnd(line: Buffer): boolean {
  return line.toString('latin1', 0, closing.length) === closing;
}
