/** Bytes in the form in which the library asks for a browser's `Blob`: a size and slices. */
export class ByteBlob {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get size(): number {
    return this.bytes.byteLength;
  }

  slice(start: number, end: number): ByteBlob {
    return new ByteBlob(this.bytes.subarray(start, end));
  }
}

class ByteReader {
  readAsArrayBuffer(blob: ByteBlob): ArrayBuffer {
    return Uint8Array.from(blob.bytes).buffer;
  }
}

/**
 * The library reads what it signs through a global that only workers of browsers have. It is there while the work lasts and no longer, since other libraries tell by it where they
 * run. Work that overlaps would lose it: whoever calls waits for one before the next.
 */
export async function lendFileReader<Value>(work: () => Promise<Value>): Promise<Value> {
  const before: unknown = Reflect.get(globalThis, 'FileReaderSync');
  Reflect.set(globalThis, 'FileReaderSync', ByteReader);
  try {
    return await work();
  } finally {
    if (before === undefined) Reflect.deleteProperty(globalThis, 'FileReaderSync');
    else Reflect.set(globalThis, 'FileReaderSync', before);
  }
}
