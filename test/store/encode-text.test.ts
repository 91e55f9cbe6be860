import { expect, test } from 'vitest';
import { encodeText } from '../../src/store/encode-text.ts';

test.each(['', 'plain', 'ä', '€', '😀', '\ud800'])('texts of %j are the bytes that Node gives, of any length', (letter) => {
  for (const length of [1, 1000, 65_536, 131_072, 131_073, 200_000]) {
    const text = letter.repeat(length);
    expect(encodeText(text).equals(Buffer.from(text))).toBe(true);
  }
});
