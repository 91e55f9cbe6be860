import { expect, test } from 'vitest';
import type { Digest } from '../../src/model/digest.ts';
import { measureAssetTimes } from '../../src/report/measure-asset-times.ts';

const raster = 'a'.repeat(64) as Digest;
const request = { attempt: '1', key: raster, model: 'm', outcome: 'bought', cost: 1, requestId: '', note: '' } as const;
const approval = { raster, by: 'Ada', comment: '' } as const;

test('tells of what there is a record, and of nothing else', () =>
  expect(
    measureAssetTimes(
      [
        { ...request, art: 'poster/back.from', at: '2026-11-03T09:00:00.000Z' },
        { ...request, art: 'poster/back', at: '2026-11-02T23:00:00.000Z' },
        { ...request, art: '', at: '2026-11-02T23:00:00.000Z' },
      ],
      [
        { ...approval, cell: 'poster/og.en', verdict: 'approved', date: '2026-11-09' },
        { ...approval, cell: 'poster/og.de', verdict: 'rejected', date: '2026-11-12' },
        { ...approval, cell: 'card/og.en', verdict: 'approved', date: '2026-11-01' },
      ],
    ),
  ).toEqual([
    { asset: 'card', requests: 0, lastApproval: '2026-11-01' },
    { asset: 'poster', requests: 2, firstRequest: '2026-11-02', lastRequest: '2026-11-03', lastApproval: '2026-11-09', days: 7 },
  ]));
