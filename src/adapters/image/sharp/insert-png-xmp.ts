/** What XMP is known by in a PNG. */
const keyword = 'XML:com.adobe.xmp';

/** Bytes of a PNG up to the end of its header: 8 of its signature, 25 of the chunk. */
const headerEnd = 33;

/**
 * Puts an XMP packet behind the header of a PNG, in plain text as its standard asks for (XMP part 3, PNG: an uncompressed `iTXt`). The library would write it compressed, under
 * another type, where fewer programs look.
 */
export function insertPngXmp(png: Uint8Array, packet: string): Uint8Array {
  // Not compressed, no compression method, no language, no translated keyword.
  const body = Buffer.concat([Buffer.from(`iTXt${keyword}`, 'latin1'), Buffer.alloc(5), Buffer.from(packet, 'utf8')]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  checksum.writeUInt32BE(computeChecksum(body));
  return Buffer.concat([png.subarray(0, headerEnd), length, body, checksum, png.subarray(headerEnd)]);
}

/** CRC-32 of PNG (ISO 3309), over a chunk's type and data. A packet is short: no table is worth its while. */
function computeChecksum(bytes: Uint8Array): number {
  let rest = 0xff_ff_ff_ff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xed_b8_83_20 : rest >>> 1;
  }
  return (rest ^ 0xff_ff_ff_ff) >>> 0;
}
