import { describe, expect, it } from 'vitest';
import { directionOf, scriptOf } from '../../src/text/locale-facts.ts';

describe('locale facts', () => {
  it.each([
    ['en', 'latin', 'ltr'],
    ['de-AT', 'latin', 'ltr'],
    ['sr', 'cyrillic', 'ltr'],
    ['sr-Latn', 'latin', 'ltr'],
    ['el', 'greek', 'ltr'],
    ['ar', 'arabic', 'rtl'],
    ['fa-AF', 'arabic', 'rtl'],
    ['ur', 'arabic', 'rtl'],
    ['he', 'hebrew', 'rtl'],
    ['yi', 'hebrew', 'rtl'],
    ['dv', 'latin', 'rtl'],
    ['hi', 'devanagari', 'ltr'],
    ['th', 'thai', 'ltr'],
    ['ja', 'cjk', 'ltr'],
    ['zh', 'cjk', 'ltr'],
    ['zh-TW', 'cjk', 'ltr'],
    ['ko', 'korean', 'ltr'],
    ['en-Arab', 'arabic', 'rtl'],
  ])('%s is %s, %s', (locale, script, direction) => {
    expect([scriptOf(locale), directionOf(locale)]).toEqual([script, direction]);
  });

  it('refuses what is no language tag', () => {
    expect(() => directionOf('not a tag')).toThrow(RangeError);
  });
});
