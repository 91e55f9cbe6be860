import { deflateSync } from 'node:zlib';
import { Blob, Buffer as GlyphBuffer, Face, Font, shape } from 'harfbuzzjs';

interface Table {
  readonly tag: string;
  readonly data: Uint8Array;
}

/** A font with these tables added or replaced; checksums are left as they are. */
export function withTables(sfnt: Uint8Array, added: readonly Table[]): Uint8Array {
  const kept = readTables(sfnt).filter(({ tag }) => !added.some((table) => table.tag === tag));
  const tables = [...kept, ...added].toSorted((one, other) => (one.tag < other.tag ? -1 : 1));
  const start = 12 + tables.length * 16;
  const font = Buffer.alloc(tables.reduce((sum, { data }) => sum + Math.ceil(data.byteLength / 4) * 4, start));
  Buffer.from(sfnt).copy(font, 0, 0, 4);
  font.writeUInt16BE(tables.length, 4);
  let offset = start;
  for (const [index, { tag, data }] of tables.entries()) {
    font.write(tag, 12 + index * 16, 'latin1');
    font.writeUInt32BE(offset, 12 + index * 16 + 8);
    font.writeUInt32BE(data.byteLength, 12 + index * 16 + 12);
    font.set(data, offset);
    offset += Math.ceil(data.byteLength / 4) * 4;
  }
  return font;
}

export function readTables(sfnt: Uint8Array): readonly Table[] {
  const font = Buffer.from(sfnt);
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const entry = 12 + index * 16;
    const offset = font.readUInt32BE(entry + 8);
    return { tag: font.toString('latin1', entry, entry + 4), data: Buffer.from(font.subarray(offset, offset + font.readUInt32BE(entry + 12))) };
  });
}

/** The same font as WOFF 1.0. */
export function wrapWoff(sfnt: Uint8Array): Uint8Array {
  const tables = readTables(sfnt).map(({ tag, data }) => {
    const packed = deflateSync(data);
    return { tag, length: data.byteLength, stored: packed.byteLength < data.byteLength ? packed : data };
  });
  const header = Buffer.alloc(44 + tables.length * 20);
  header.write('wOFF', 0, 'latin1');
  Buffer.from(sfnt).copy(header, 4, 0, 4);
  header.writeUInt16BE(tables.length, 12);
  let offset = header.byteLength;
  for (const [index, { tag, length, stored }] of tables.entries()) {
    const entry = 44 + index * 20;
    header.write(tag, entry, 'latin1');
    for (const [field, value] of [offset, stored.byteLength, length].entries()) header.writeUInt32BE(value, entry + 4 + field * 4);
    offset += stored.byteLength;
  }
  return Buffer.concat([header, ...tables.map(({ stored }) => stored)]);
}

/** A COLR table of version 1 with one solid glyph. */
export function createColrVersion1(): Uint8Array {
  const table = Buffer.alloc(34 + 10 + 5);
  table.writeUInt16BE(1, 0);
  table.writeUInt32BE(34, 14);
  table.writeUInt32BE(1, 34);
  table.writeUInt16BE(1, 38);
  table.writeUInt32BE(10, 40);
  table.writeUInt8(2, 44);
  table.writeUInt16BE(0x4000, 47);
  return table;
}

/** An fvar table with a weight axis. */
export function createWeightAxis(least: number, usual: number, most: number): Uint8Array {
  const table = Buffer.alloc(36);
  for (const [index, value] of [1, 0, 16, 2, 1, 20, 0, 8].entries()) table.writeUInt16BE(value, index * 2);
  table.write('wght', 16, 'latin1');
  for (const [index, value] of [least, usual, most].entries()) table.writeInt32BE(value * 65536, 20 + index * 4);
  return table;
}

/** The same font with only some of its characters, as a piece of it has them. */
export function keepCharacters(sfnt: Uint8Array, isKept: (codePoint: number) => boolean): Uint8Array {
  const face = new Face(new Blob(sfnt));
  const font = new Font(face);
  const groups = [...face.collectUnicodes()].filter(isKept).map((codePoint) => [codePoint, findGlyph(font, codePoint)] as const);
  const table = Buffer.alloc(12 + 16 + groups.length * 12);
  for (const [index, value] of [0, 1, 3, 10].entries()) table.writeUInt16BE(value, index * 2);
  table.writeUInt32BE(12, 8);
  table.writeUInt16BE(12, 12);
  table.writeUInt32BE(16 + groups.length * 12, 16);
  table.writeUInt32BE(groups.length, 24);
  for (const [index, [codePoint, glyph]] of groups.entries()) {
    for (const [field, value] of [codePoint, codePoint, glyph].entries()) table.writeUInt32BE(value, 28 + index * 12 + field * 4);
  }
  return withTables(sfnt, [{ tag: 'cmap', data: table }]);
}

function findGlyph(font: Font, codePoint: number): number {
  const buffer = new GlyphBuffer();
  buffer.addText(String.fromCodePoint(codePoint));
  buffer.guessSegmentProperties();
  shape(font, buffer);
  return buffer.getGlyphInfos()[0]!.codepoint;
}
