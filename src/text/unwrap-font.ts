import { inflateSync } from 'node:zlib';

/** A file that is no font, or a broken one. */
export class FontFault extends Error {
  override readonly name = 'FontFault';
}

const signatures: ReadonlyMap<number, 'sfnt' | 'woff' | 'woff2' | 'collection'> = new Map([
  [0x00010000, 'sfnt'],
  [0x4f54544f, 'sfnt'],
  [0x74727565, 'sfnt'],
  [0x774f4646, 'woff'],
  [0x774f4632, 'woff2'],
  [0x74746366, 'collection'],
]);

/** What the first four bytes say a font file is; undefined for anything else. */
export function readFontFormat(bytes: Uint8Array): 'sfnt' | 'woff' | 'woff2' | 'collection' | undefined {
  return bytes.byteLength < 12 ? undefined : signatures.get(viewOf(bytes).getUint32(0));
}

/**
 * The font as an sfnt (TrueType or OpenType), which is what shapers read.
 * @throws FontFault when the bytes are no font or broken
 */
export async function unwrapFont(bytes: Uint8Array): Promise<Uint8Array> {
  const sfnt = await unwrap(bytes);
  if (sfnt === undefined) throw new FontFault(bytes.byteLength === 0 ? 'the file is empty' : 'it does not start like one');
  if (isCutOff(sfnt)) throw new FontFault('it is cut off');
  return sfnt;
}

async function unwrap(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const format = readFontFormat(bytes);
  if (format === 'sfnt') return bytes;
  try {
    if (format === 'woff') return unwrapWoff(bytes);
    return format === 'woff2' ? await (await import('wawoff2')).decompress(bytes) : undefined;
  } catch (error) {
    throw new FontFault('its compressed tables are broken', { cause: error });
  }
}

/** Whether the directory or a table that it names reaches beyond the end; shapers take such a table for empty, without a word. */
function isCutOff(sfnt: Uint8Array): boolean {
  const view = viewOf(sfnt);
  const entries = Array.from({ length: view.getUint16(4) }, (_, index) => headerBytes.sfnt + index * headerBytes.sfntEntry);
  return entries.some((entry) => entry + headerBytes.sfntEntry > sfnt.byteLength || view.getUint32(entry + 8) + view.getUint32(entry + 12) > sfnt.byteLength);
}

const headerBytes = { woff: 44, woffEntry: 20, sfnt: 12, sfntEntry: 16 };
const mostTableBytes = 256 * 1024 * 1024;

/** WOFF 1.0: tables deflated one by one, behind a directory with their original lengths and checksums. */
function unwrapWoff(bytes: Uint8Array): Uint8Array {
  const source = viewOf(bytes);
  const count = source.getUint16(12);
  const tables = Array.from({ length: count }, (_, index) => readWoffTable(bytes, source, headerBytes.woff + index * headerBytes.woffEntry));
  const start = headerBytes.sfnt + count * headerBytes.sfntEntry;
  const sfnt = new Uint8Array(tables.reduce((sum, { data }) => sum + align(data.byteLength), start));
  const target = viewOf(sfnt);
  writeSfntHeader(target, source.getUint32(4), count);
  let offset = start;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const entry = headerBytes.sfnt + index * headerBytes.sfntEntry;
    for (const [field, value] of [tag, checksum, offset, data.byteLength].entries()) target.setUint32(entry + field * 4, value);
    sfnt.set(data, offset);
    offset += align(data.byteLength);
  }
  return sfnt;
}

function readWoffTable(bytes: Uint8Array, view: DataView, entry: number): { readonly tag: number; readonly checksum: number; readonly data: Uint8Array } {
  const [tag, offset, packed, length, checksum] = [0, 4, 8, 12, 16].map((field) => view.getUint32(entry + field)) as [number, number, number, number, number];
  const slice = bytes.subarray(offset, offset + packed);
  const data = packed < length ? inflateSync(slice, { maxOutputLength: Math.min(length, mostTableBytes) }) : slice;
  if (data.byteLength !== length) throw new FontFault('a table is cut off');
  return { tag, checksum, data };
}

/** The search fields are powers of two, as the OpenType specification derives them from the number of tables. */
function writeSfntHeader(target: DataView, flavor: number, count: number): void {
  const power = Math.floor(Math.log2(Math.max(1, count)));
  target.setUint32(0, flavor);
  for (const [index, value] of [count, 2 ** power * 16, power, count * 16 - 2 ** power * 16].entries()) target.setUint16(4 + index * 2, value);
}

const align = (length: number): number => Math.ceil(length / 4) * 4;
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
