import fc from '../support/properties.ts';
import { describe, expect, test } from 'vitest';
import { computeActionKey, formatCanonical } from '../../src/keys/canonical.ts';
import type { Json } from '../../src/model/json.ts';

describe('computeActionKey', () => {
  test('does not depend on the order of the fields', () => {
    expect(computeActionKey('encode', { a: '1', b: '2' })).toBe(computeActionKey('encode', { b: '2', a: '1' }));
  });

  test('frames its parts, so that none runs into the next', () => {
    expect(computeActionKey('encode', { ab: 'c' })).not.toBe(computeActionKey('encode', { a: 'bc' }));
    expect(computeActionKey('encode', { a: '1', b: '' })).not.toBe(computeActionKey('encode', { a: '', b: '1' }));
  });

  test('differs by kind', () => {
    expect(computeActionKey('encode', {})).not.toBe(computeActionKey('compose', {}));
  });

  test('two different records never share a key', () => {
    const record = fc.dictionary(fc.string({ maxLength: 4 }), fc.string({ maxLength: 4 }), { maxKeys: 4 });
    fc.assert(
      fc.property(record, record, (one, other) => {
        const same = formatCanonical(one) === formatCanonical(other);
        expect(computeActionKey('x', one) === computeActionKey('x', other)).toBe(same);
      }),
    );
  });
});

test('formatCanonical gives JSON that reads back as the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(formatCanonical(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
