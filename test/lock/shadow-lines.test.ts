import fc from '../support/properties.ts';
import { describe, expect, test } from 'vitest';
import { formatLock, parseLock } from '../../src/lock/lock-file.ts';
import type { LockLine } from '../../src/lock/lock-file.ts';
import { acceptMoves, addShadows, dropMoves, findMoves, findSwaps } from '../../src/lock/shadow-lines.ts';

const move = (art: string, from: string, to: string) => ({ art, from, to });
const names = fc.constantFrom('m1', 'm2', 'm3');
const anyMove = fc.record({ art: fc.constantFrom('a/x', 'a/y', 'b/x'), from: names, to: names });
const anyLines = fc.array(fc.tuple(fc.constantFrom<'shadow' | 'swap'>('shadow', 'swap'), anyMove).map(([type, each]): LockLine => ({ type, ...each })));

describe('moves in the lock', () => {
  test('are read back as they were written, and unite like other lines', () => {
    fc.assert(
      fc.property(anyLines, anyLines, (ours, theirs) => {
        const united = formatLock([...ours, ...theirs]);
        expect(formatLock(parseLock(united))).toBe(united);
        expect(formatLock([...theirs, ...ours])).toBe(united);
      }),
      { seed: 7 },
    );
  });

  test('accepted, one swap is left for an art and a model, and it is the one that was meant', () => {
    fc.assert(
      fc.property(anyLines, anyMove, (lines, accepted) => {
        const after = acceptMoves(lines, [accepted]);
        expect(findSwaps(after, accepted.art, accepted.from)).toEqual(accepted.from === accepted.to ? [] : [accepted.to]);
        const others = (all: readonly LockLine[]): readonly LockLine[] =>
          findMoves(all).filter(({ art, from }) => art !== accepted.art || from !== accepted.from);
        expect(others(after)).toEqual(others(lines));
      }),
      { seed: 7 },
    );
  });

  test('dropped, they are gone, and nothing else is', () => {
    const lines = addShadows([{ type: 'take', art: 'a/x', take: 1 }], [move('a/x', 'm1', 'm2'), move('b/x', 'm1', 'm2')]);
    expect(dropMoves(lines, findMoves(lines, new Set(['a'])))).toEqual([
      { type: 'take', art: 'a/x', take: 1 },
      { type: 'shadow', ...move('b/x', 'm1', 'm2') },
    ]);
    expect(findMoves(lines, undefined, 'm3')).toEqual([]);
  });
});
