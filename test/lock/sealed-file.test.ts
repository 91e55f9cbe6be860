import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSealed, writeSealed } from '../../src/lock/sealed-file.ts';
import fc from '../support/properties.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const value = { attempt: 'a-1', cost: 0.25, request: { prompt: 'Ä calm "field"\n', references: [] }, batch: null };

function createPath(): string {
  return join(createTemporaryFolder(), 'note');
}

/** The file of a sealed value. */
function seal(sealed: object): { readonly path: string; readonly bytes: Buffer } {
  const path = createPath();
  writeSealed(path, sealed);
  return { path, bytes: readFileSync(path) };
}

describe('a sealed file', () => {
  test('that is not there is no damage', () => {
    expect(readSealed(createPath())).toBeUndefined();
  });

  test('gives any value back, field by field', () => {
    const path = createPath();
    const anyObject = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()).filter((each) => !('sum' in each));
    fc.assert(
      fc.property(anyObject, (each) => {
        writeSealed(path, each);
        expect(readSealed(path)).toEqual(JSON.parse(JSON.stringify(each)));
      }),
      { numRuns: 60 },
    );
  });

  test('a field without a value is none, and breaks no seal', () => {
    const { path } = seal({ ...value, remote: undefined, request: { ...value.request, mask: undefined } });
    expect(readSealed(path)).toEqual(value);
  });

  test('is its owner’s alone', () => {
    expect(statSync(seal(value).path).mode & 0o777).toBe(0o600);
  });

  test('of the first version has no seal', () => {
    const path = createPath();
    writeFileSync(path, JSON.stringify(value));
    expect(readSealed(path)).toEqual(value);
  });

  test('of a newer version keeps what this one does not know', () => {
    const newer = { ...value, later: { than: ['this'] } };
    expect(readSealed(seal(newer).path)).toEqual(newer);
  });
});

describe('E5 a sealed file is damaged', () => {
  test('E5 wherever it is cut off', () => {
    const { path, bytes } = seal(value);
    for (let length = 0; length < bytes.length; length += 1) {
      writeFileSync(path, bytes.subarray(0, length));
      expect(readSealed(path), `${length} bytes`).toBe('damaged');
    }
  });

  test('E5 by any bit that flips, or says what it said', () => {
    const { path, bytes } = seal(value);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, flipped);
      const found = readSealed(path);
      if (found !== 'damaged') expect(found, `bit ${bit}`).toMatchObject(value);
    }
  });

  test.each(['null', '5', '[]', '"text"', '{}x'])('E5 by holding %s', (text) => {
    const path = createPath();
    writeFileSync(path, text);
    expect(readSealed(path)).toBe('damaged');
  });

  test('E5 by a folder in its place', () => {
    expect(readSealed(createTemporaryFolder())).toBe('damaged');
  });
});
