import { IntlMessageFormat } from 'intl-messageformat';
import fc from '../support/properties.ts';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/diagnostics/define.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { findControlCharacters } from '../../src/text/find-control-characters.ts';
import { formatMessage as format, loadIcu } from '../../src/text/format-message.ts';
import { loadCopy } from '../../src/copy/load-copy.ts';
import { findMessage, resolveMessage, type ResolvedMessage } from '../../src/text/resolve-message.ts';
import { catchDiagnostics } from '../support/catch-diagnostics.ts';
import { createProject } from '../brand/create-project.ts';

async function formatMessage(message: ResolvedMessage, values: JsonObject, context: Context = {}): Promise<string> {
  return format(message, { values, icu: await loadIcu(), context });
}

describe('resolveMessage', () => {
  const files = {
    'copy/en.json': { headline: 'Hello', empty: ' \u200B', only: 'English' },
    'copy/pt.json': { headline: 'Olá' },
    'copy/de.json': { headline: 'Hallo' },
  };
  const locales = { source: 'en', all: ['en', 'pt-BR', 'de'], fallback: { 'pt-BR': ['pt', 'en'] } };

  it('looks in the declared fallbacks only, in their order', async () => {
    const copy = await loadCopy({ files: createProject(files), patterns: ['copy/{locale}.json'], locales });
    expect(resolveMessage({ copy, locales, locale: 'pt-BR', key: 'headline' })).toMatchObject({
      text: 'Olá',
      locale: 'pt',
      key: 'headline',
      place: { file: 'copy/pt.json' },
    });
    expect(resolveMessage({ copy, locales, locale: 'pt-BR', key: 'only' })).toMatchObject({ text: 'English', locale: 'en' });
    expect(findMessage({ copy, locales, locale: 'de', key: 'only' })).toBeUndefined();
    expect(await catchDiagnostics(async () => resolveMessage({ copy, locales, locale: 'de', key: 'headlin' }, { asset: 'spring' }))).toMatchObject([
      { code: 'COPY_MISSING', exit: 1, asset: 'spring', message: 'The message "headlin" is missing for de (did you mean "headline"?).' },
    ]);
    expect(await catchDiagnostics(async () => resolveMessage({ copy, locales, locale: 'constructor', key: 'x' }))).toMatchObject([{ code: 'COPY_MISSING' }]);
    expect(await catchDiagnostics(async () => resolveMessage({ copy, locales, locale: 'de', key: 'other' }))).toMatchObject([
      { message: 'The message "other" is missing for de.', fix: 'Add "other" to copy/de.json, or declare a fallback.' },
    ]);
    expect(await catchDiagnostics(async () => resolveMessage({ copy, locales, locale: 'en', key: 'empty' }))).toMatchObject([
      { code: 'COPY_EMPTY', place: { file: 'copy/en.json', line: 3 } },
    ]);
  });
});

describe('formatMessage', () => {
  it.each([
    ['Hello', {}, 'Hello'],
    ["It's <b>plain</b> & right", {}, "It's <b>plain</b> & right"],
    ["It''s", {}, "It's"],
    ["'{literal}' {name}", { name: 'Ada' }, '{literal} Ada'],
    ['{count, plural, one {# card} other {# cards}}', { count: 1234 }, '1,234 cards'],
    ['{price, number, ::currency/EUR}', { price: 49 }, '€49.00'],
    ['{share, number, percent}', { share: 0.5 }, '50%'],
    ['{day, date, long} · {day}', { day: '2026-05-01' }, 'May 1, 2026 · 2026-05-01'],
    ['{day, time, short}', { day: '2026-05-01T23:30' }, '11:30 PM'],
    ['{soldOut, select, true {Sold out} other {Available}} {soldOut}', { soldOut: true }, 'Sold out true'],
    ['e\u0301', {}, 'é'],
    ['{__proto__} {toString}', JSON.parse('{ "__proto__": "own", "toString": "mine" }') as JsonObject, 'own mine'],
  ])('formats %s', async (text, values, expected) => {
    expect((await formatMessage(message(text), values)).replaceAll('\u202F', ' ')).toBe(expected);
  });

  it('isolates values that may run against the message, and a message that runs against its picture', async () => {
    expect(await formatMessage(message('קנו את {name} היום', 'he'), { name: 'C++' })).toBe('קנו את \u2068C++\u2069 היום');
    expect(await formatMessage(message('Read {name}, {n, number} pages'), { name: 'שלום 2.0', n: 3 })).toBe('Read \u2068שלום 2.0\u2069, 3 pages');
    expect(await formatMessage(message('{name}: {name, select, C {yes} other {no}}', 'he'), { name: 'C' })).toBe('\u2068C\u2069: yes');
    expect(await formatMessage(message('Read {name}'), { name: 'Ulysses' })).toBe('Read Ulysses');
    const icu = await loadIcu();
    expect(format(message('Ship it.'), { values: {}, icu, direction: 'rtl' })).toBe('\u2066Ship it.\u2069');
    expect(format(message('שלום', 'he'), { values: {}, icu, direction: 'rtl' })).toBe('שלום');
  });

  it('takes the numbering system of the tag or of the project', async () => {
    const icu = await loadIcu();
    const show = (locale: string, numbering = {}): string => format(message('{n, number}', locale), { values: { n: 12 }, icu, numbering });
    expect(show('ar-EG')).toBe('١٢');
    expect(show('ar-EG-u-nu-latn')).toBe('12');
    expect(show('ar-EG', { 'ar-EG': 'latn', hi: 'deva' })).toBe('12');
    expect(show('hi', { hi: 'deva' })).toBe('१२');
  });

  it('formats in the locale of the message', async () => {
    expect(await formatMessage(message('{n, number}', 'de'), { n: 1234.5 })).toBe('1.234,5');
    expect(await formatMessage(message('{n, plural, one {один} few {два} other {пять}}', 'ru'), { n: 3 })).toBe('два');
  });

  it('formats a fallback of the same language by the customs of the picture, and another language by its own', async () => {
    const icu = await loadIcu();
    const show = (text: string, from: string, locale: string, numbering = {}): string =>
      format(message(text, from), { values: { day: '2026-05-01', n: 1234.5 }, icu, locale, numbering });
    expect(show('{day, date, medium}', 'en', 'en-GB')).toBe('1 May 2026');
    const number = (locale: string): string => new Intl.NumberFormat(locale).format(1234.5);
    expect(number('de-CH')).not.toBe(number('de'));
    expect(show('{n, number}', 'de', 'de-CH')).toBe(number('de-CH'));
    expect(show('{n, number}', 'de', 'fr-CH')).toBe(number('de'));
    expect(show('{day, date, long}', 'sr', 'sr-Latn')).toBe(show('{day, date, long}', 'sr', 'sr'));
    expect(show('{n, number}', 'ar', 'ar-EG')).toBe(`\u2068${number('ar-EG')}\u2069`);
    expect(number('ar-EG')).toMatch(/^١/);
    for (const numbering of [{ 'ar-EG': 'latn' }, { ar: 'latn' }])
      expect(show('{n, number}', 'ar', 'ar-EG', numbering)).toBe(`\u2068${number('ar-EG-u-nu-latn')}\u2069`);
  });

  it('keeps marks of direction in numbers and dates from what stands beside them', async () => {
    const values = { share: 0.25, day: '2026-05-01', n: 5 };
    const share = new Intl.NumberFormat('ar', { style: 'percent' }).format(0.25);
    expect(share).toMatch(/\u200E/);
    expect(await formatMessage(message('{share, number, percent} · {day, date, long}، {n, plural, other {# بطاقات}}', 'ar'), values)).toBe(
      `\u2068${share}\u2069 · \u20681 مايو 2026\u2069، 5 بطاقات`,
    );
    expect(await formatMessage(message('{share, number, percent} · {day, date, long}'), values)).toBe('25% · May 1, 2026');
  });

  it('leaves a text without braces and pairs of apostrophes as ICU would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom('a', "'", '"', '<', '>', '#', '|', ' ', '\\', 'é') }), async (text) => {
        const theirs = new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).format();
        expect(await formatMessage(message(`x${text}`), {})).toBe(`x${String(theirs)}`);
      }),
    );
  });

  it.each([
    ['{count', {}, 'COPY_ICU', 5],
    ['ok {count, plural, one {x}}', { count: 1 }, 'COPY_ICU', 31],
    ['{n, number, percnt}', { n: 1 }, 'COPY_ICU', 5],
    ['Only {prise}', { price: 1, list: [], none: null }, 'COPY_VALUE_MISSING', 10],
    ['Only {list}', { list: [1] }, 'COPY_VALUE_MISSING', 10],
    ['{n, plural, one {{who}} other {#}}', { n: 2 }, 'COPY_VALUE_MISSING', 22],
    ['{n, number}', { n: '49' }, 'COPY_VALUE_INVALID', 5],
    ['{day, date}', { day: '1st of May' }, 'COPY_VALUE_INVALID', 5],
    ['{day, date}', { day: '2026-13-01' }, 'COPY_VALUE_INVALID', 5],
    ['{name}', { name: '' }, 'COPY_EMPTY', 5],
  ])('refuses %s', async (text, values, code, column) => {
    expect(await catchDiagnostics(() => formatMessage(message(text), values, { asset: 'a' }))).toMatchObject([
      { code, exit: 1, asset: 'a', place: { file: 'copy/en.json', line: 2, column } },
    ]);
  });

  it('names the values there are, and tells all problems of a message', async () => {
    const problems = await catchDiagnostics(() => formatMessage(message('{prise} {n, number}'), { price: 1, other: 'x', n: 'y' }));
    expect(problems.map(({ code }) => code)).toEqual(['COPY_VALUE_MISSING', 'COPY_VALUE_INVALID']);
    expect(problems[0]?.message).toContain('(did you mean "price"?); available: n, other, price');
  });
});

describe('findControlCharacters', () => {
  it.each([
    ['plain text\nin two lines', []],
    ['a\u0007b', ['U+0007']],
    ['a\u200Bb', ['U+200B']],
    ['soft\u00ADhyphen \u00ADstray \u202Eover\u202C', ['U+00AD', 'U+202E', 'U+202C']],
    ['שלום \u2066C++\u2069\u200F!', []],
    ['\u2066C++\u2069', ['U+2066', 'U+2069']],
    ['שלום \u202Eover', ['U+202E']],
    ['\uFEFFx', ['U+FEFF']],
    ['สวัสดี\u200Bครับ', []],
    ['می\u200Cخواهم', []],
    ['a\u200Cb', ['U+200C']],
    ['👩\u200D🚀 👩🏽\u200D🚀 ❤\uFE0F\u200D🔥', []],
    ['क्\u200Dष', []],
    ['x\u200Dy', ['U+200D']],
  ])('%j holds %j', (text, names) => {
    expect(findControlCharacters(text).map(({ name }) => name)).toEqual(names);
  });

  it('says where', () => {
    expect(findControlCharacters('😀a\u200E')).toEqual([{ name: 'U+200E', index: 3 }]);
  });
});

function message(text: string, locale = 'en') {
  return { text, key: 'k', locale, place: { file: 'copy/en.json', line: 2, column: 5 } };
}
