import { describe, expect, test } from 'vitest';
import type { LockLine, PictureLine } from '../../src/lock/lock-file.ts';
import type { Digest } from '../../src/model/digest.ts';
import { createLockDescriber } from '../../src/project/describe-lock.ts';

const [key, otherKey, digest, otherDigest] = ['1', '2', '3', '4'].map((digit) => digit.repeat(64) as Digest) as [Digest, Digest, Digest, Digest];

function createLine(changes: Partial<PictureLine>): PictureLine {
  const bought = { generator: 'openai', model: 'm', request: 'r', usage: null, cost: 1, prices: 'p', date: '2026-11-22', record: { prompt: 'x' } };
  return { type: 'picture', key, digest, format: 'png', width: 1, height: 1, ...bought, ...changes };
}

const lines: readonly LockLine[] = [createLine({}), { type: 'choice', key, digest }, { type: 'take', art: 'photo/background', take: 1 }];

function describeLines(all: readonly LockLine[]): readonly string[] {
  return createLockDescriber(all)([{ id: 'photo' }], [key]);
}

describe('what a lock says of an asset', () => {
  test.each<[string, readonly LockLine[]]>([
    ['another candidate', [...lines, createLine({ digest: otherDigest })]],
    ['another choice', [lines[0]!, { type: 'choice', key, digest: otherDigest }, lines[2]!]],
    ['a take more', [...lines, { type: 'take', art: 'photo/background.from', take: 1 }]],
    ['an accepted move to another model', [...lines, { type: 'swap', art: 'photo/background', from: 'm', to: 'n' }]],
    ['other facts of its picture', [createLine({ request: 's' }), ...lines.slice(1)]],
    ['other facts of the same bytes, told by a later line', [...lines, createLine({ key: otherKey, request: 's' })]],
    ['nothing more', []],
  ])('changes with %s', (_what, changed) => {
    expect(describeLines(changed)).not.toEqual(describeLines(lines));
  });

  test.each<[string, readonly LockLine[]]>([
    ['pictures of other requests', [...lines, createLine({ key: otherKey, digest: otherDigest })]],
    ['takes of other assets', [...lines, { type: 'take', art: 'photos/background', take: 1 }]],
    ['what people said of compositions', [...lines, { type: 'approval', cell: 'photo/wide.en', raster: digest, verdict: 'approved', by: 'a' } as LockLine]],
    ['pictures of other models, to be looked at', [...lines, { type: 'shadow', art: 'photo/background', from: 'm', to: 'n' }]],
    ['the order of its fields', [Object.fromEntries(Object.entries(lines[0]!).toReversed()) as unknown as LockLine, ...lines.slice(1)]],
  ])('does not change with %s', (_what, changed) => {
    expect(describeLines(changed)).toEqual(describeLines(lines));
  });
});
