import { expect, test } from 'vitest';
import type { QuietRegion } from '../../src/model/template.ts';
import { describeQuietRegion } from '../../src/prompt/describe-quiet-region.ts';
import type { PlateUse } from '../../src/prompt/describe-quiet-region.ts';
import { checkContract } from '../../src/template/check-contract.ts';
import { defineTemplate, image } from '../../src/template/define-template.ts';
import { diagnosticsOf } from './support.ts';

const both: PlateUse['directions'] = ['ltr', 'rtl'];

test.each<[QuietRegion, PlateUse['directions'], boolean, string | undefined]>([
  ['start', ['ltr'], false, 'the left third'],
  ['end', ['ltr'], false, 'the right third'],
  ['start', ['rtl'], false, 'the right third'],
  ['end', ['rtl'], false, 'the left third'],
  ['start', ['rtl'], true, 'the left third'],
  ['start', both, true, 'the left third'],
  ['end', both, true, 'the right third'],
  ['start', both, false, 'the left third and the right third'],
  ['end', ['rtl', 'ltr', 'ltr'], false, 'the left third and the right third'],
  ['start', [], false, 'the left third'],
  ['top', both, false, 'the top third'],
  ['bottom', both, true, 'the bottom third'],
  ['center', ['ltr'], true, 'the middle'],
  ['none', both, false, undefined],
])('%s for %j, mirrored: %s', (region, directions, mirror, words) => {
  const quiet = { tall: 'none', square: 'none', wide: region, banner: 'none' } as const;
  expect(describeQuietRegion(quiet, 'wide', { directions, mirror })).toBe(words);
});

test('a template that says nothing asks for nothing', () => {
  expect(describeQuietRegion(undefined, 'wide', { directions: both, mirror: false })).toBeUndefined();
});

test('a template says it for every shape', () => {
  const quiet = { tall: 'bottom', square: 'bottom', wide: 'start', banner: 'start' } as const;
  const definition = defineTemplate({ description: 'A card.', slots: { background: image() }, quiet });
  const from = { name: 'card', file: 'templates/card/template.ts' };
  expect(checkContract(definition, from).quiet).toEqual(quiet);
  expect(checkContract({ ...definition, quiet: undefined }, from)).not.toHaveProperty('quiet');
  const wrong = { ...definition, quiet: { tall: 'botom', square: 'top', wide: 'start', baner: 'start' } };
  expect(diagnosticsOf(() => checkContract(wrong, from)).map(({ message }) => message)).toEqual([
    '`quiet.baner` is not known (did you mean "banner"?).',
    '`quiet.tall` is "botom" (did you mean "bottom"?), must be one of start, end, top, bottom, center, none.',
    '`quiet.banner` is missing.',
  ]);
  expect(diagnosticsOf(() => checkContract({ ...definition, quiet: 'start' }, from)).map(({ message }) => message)).toEqual([
    '`quiet` must give a region for each shape.',
  ]);
});
