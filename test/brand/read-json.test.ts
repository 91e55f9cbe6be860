import fc from '../support/properties.ts';
import { describe, expect, it } from 'vitest';
import { JsonFault, locateOffset, readJson, type JsonNode } from '../../src/brand/read-json.ts';
import { toJson } from '../../src/brand/read-token-group.ts';

describe('readJson', () => {
  it('reads what JSON.parse reads, and gives the same values', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.stringify(toJson(readJson(text)))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('refuses just what JSON.parse refuses', () => {
    const mutated = fc
      .tuple(fc.json(), fc.nat(40), fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '0', '-', 'e', '.', 'x', '\n', '\u0001'))
      .map(([text, at, piece]) => text.slice(0, at) + piece + text.slice(at + 1));
    fc.assert(
      fc.property(mutated, (text) => {
        expect(isAccepted(() => readJson(text))).toBe(isAccepted(() => JSON.parse(text)));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps duplicates and the places of keys and values', () => {
    const text = '\uFEFF{\n  "a": 1,\n  "a": "x"\n}';
    const node = readJson(text) as JsonNode & { readonly kind: 'object' };
    expect(node.members.map(({ key, offset, value }) => [key, locateOffset(text, offset), locateOffset(text, value.offset)])).toEqual([
      ['a', { line: 2, column: 3 }, { line: 2, column: 8 }],
      ['a', { line: 3, column: 3 }, { line: 3, column: 8 }],
    ]);
    expect(locateOffset(text, 1)).toEqual({ line: 1, column: 1 });
  });

  it('says where it stopped', () => {
    const cases: readonly (readonly [string, number, RegExp])[] = [
      ['{"a": 1,}', 7, /comma/],
      ['{"a" 1}', 5, /":"/],
      ['[1 2]', 3, /","/],
      ['"a', 2, /not closed/],
      ['"\n"', 1, /line break/],
      ['"\\x"', 1, /escape/],
      ['', 0, /too early/],
      ['01', 0, /unexpected/],
      ['1 2', 2, /follows/],
      ['['.repeat(300), 256, /deeper/],
    ];
    for (const [text, offset, problem] of cases) {
      const fault = catchFault(() => readJson(text));
      expect([text, fault?.offset]).toEqual([text, offset]);
      expect(fault?.message).toMatch(problem);
    }
  });

  it('reads a long text with many escapes', () => {
    expect(readJson(`"${'a\\n'.repeat(500_000)}"`)).toMatchObject({ value: 'a\n'.repeat(500_000) });
  });
});

function isAccepted(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

function catchFault(run: () => unknown): JsonFault | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof JsonFault) return error;
  }
  return undefined;
}
