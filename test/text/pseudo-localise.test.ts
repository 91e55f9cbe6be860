import { describe, expect, it } from 'vitest';
import { loadIcu } from '../../src/text/format-message.ts';
import { pseudoLocalise } from '../../src/text/pseudo-localise.ts';

const icu = await loadIcu();
const accented = (text: string, missing?: ReadonlySet<string>): string => pseudoLocalise(text, { locale: 'en-XA', icu, ...(missing && { missing }) });
const mirrored = (text: string): string => pseudoLocalise(text, { locale: 'ar-XB', icu });

describe('en-XA', () => {
  it('puts accents on letters, brackets round the whole, and makes it about a third longer', () => {
    const source = 'Pictures of a brand and its campaigns, declared once beside the website.';
    const text = accented(source);
    expect(text).toMatch(/^\[.*\]$/);
    expect(text).not.toMatch(/[aeiou]/i);
    expect(text.normalize('NFD').replaceAll(/\p{M}/gu, '')).toContain('ccaamp');
    expect(text.length / source.length).toBeGreaterThan(1.3);
    expect(text.length / source.length).toBeLessThan(1.45);
  });

  it('leaves placeholders, syntax, quoted braces, tags and addresses alone', () => {
    const text = accented(
      "{count, plural, one {# <b>picture</b> of {name}} other {# pictures at https://a.example/b}} '{'kept'}' {price, number, ::currency/EUR}",
    );
    expect(text).toMatch(
      /^\[\{count, plural, one \{# <b>\P{ASCII}*.*<\/b> .* \{name\}\} other \{# .* https:\/\/a\.example\/b\}\} '\{'.+'\}' \{price, number, ::currency\/EUR\}\]$/u,
    );
    expect(() => icu.parse(text, { ignoreTag: true, captureLocation: false })).not.toThrow();
  });

  it('keeps letters plain whose accented forms the fonts lack', () => {
    expect(accented('aaa', new Set(['å', '[']))).not.toMatch(/[[å]/);
  });

  it('also lengthens scripts without accents', () => {
    expect(accented('春の新作コレクション').length).toBeGreaterThan(12);
  });
});

describe('ar-XB', () => {
  it('turns every word round and nothing else', () => {
    expect(mirrored('One {name}, 49 €')).toBe('\u200F\u202EOne\u202C\u200F {name}, 49 €');
  });
});

it('refuses what is no ICU MessageFormat', () => {
  expect(() => accented('{open')).toThrow();
});
