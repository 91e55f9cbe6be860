import fc from '../support/properties.ts';
import { po } from 'gettext-parser';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import xliff from 'xliff';
import type { CopyDocument, CopyFormat, TranslationUnit } from '../../src/copy/copy-format.ts';
import { csvFormat } from '../../src/copy/formats/csv.ts';
import { poFormat } from '../../src/copy/formats/po.ts';
import { xliff1Format } from '../../src/copy/formats/xliff-1.ts';
import { xliff2Format } from '../../src/copy/formats/xliff-2.ts';
import { placeWithin } from '../../src/copy/text-places.ts';
import { randomKey, randomText } from './random-copy.ts';

const plainText = randomText.filter((text) => text.trim() === text);

const unit = fc.record(
  { key: randomKey, source: randomText, target: randomText, note: plainText, context: plainText, limit: fc.integer({ min: 1, max: 999 }) },
  { requiredKeys: ['key', 'source'] },
);

const documents = fc
  .uniqueArray(unit, { selector: ({ key }) => key, maxLength: 5 })
  .map((units): CopyDocument => ({ sourceLocale: 'en', targetLocale: 'de', units: units as readonly TranslationUnit[] }));

const formats: readonly (readonly [string, CopyFormat])[] = [
  ['a.po', poFormat],
  ['a.xlf', xliff1Format],
  ['a.xlf', xliff2Format],
  ['a.csv', csvFormat],
];

describe.each(formats)('%s as it is written', (path, format) => {
  it('is read with all that it was told', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const { units, problems } = format.read({ path, text: format.write!(document), locale: 'de' });
        expect(problems).toEqual([]);
        const known = ['key', 'source', 'note', 'context', 'limit'];
        const found = units.map((each) => ({ ...Object.fromEntries(Object.entries(each).filter(([name]) => known.includes(name))), target: each.text }));
        expect(found).toEqual(document.units.filter(({ target }) => target !== undefined));
      }),
    );
  });

  it('takes the translations that come back', () => {
    fc.assert(
      fc.property(documents, randomText, (document, text) => {
        const written = format.write!({ ...document, units: document.units.map(({ key, source }) => ({ key, source })) });
        const updated = format.update({ path, text: written, locale: 'de' }, new Map(document.units.map(({ key }) => [key, text])));
        expect(format.read({ path, text: updated, locale: 'de' }).units.map((each) => [each.key, each.text])).toEqual(
          document.units.map(({ key }) => [key, text]),
        );
      }),
    );
  });
});

describe('placeholders in XLIFF', () => {
  const said = {
    key: 'a',
    source: '{n, plural, one {# plant} other {# plants}} by {who} and {who} for {price, number}',
    target: '{who}: {price, number}, {who}, {day}',
  };

  it.each([
    ['1.2', xliff1Format, /<ph id="1">\{who\}<\/ph> and <ph id="2">\{who\}<\/ph> for <ph id="3">\{price, number\}<\/ph>/],
    ['2.0', xliff2Format, /<ph id="1" equiv="\{who\}" disp="\{who\}"\/> and <ph id="2"/],
  ] as const)('%s: are codes that tools protect, with the same numbers in source and target; plurals are words', (_, format, source) => {
    const text = format.write!({ sourceLocale: 'en', targetLocale: 'de', units: [said] });
    expect(text).toMatch(source);
    expect(text).toMatch(/<source>\{n, plural, one \{# plant\} other \{# plants\}\} by <ph/);
    expect([.../<target.*/.exec(text)![0].matchAll(/<ph id="(\d)"/g)].map(([, id]) => id)).toEqual(['1', '3', '2', '4']);
    expect(format.read({ path: 'a.xlf', text, locale: 'de' })).toMatchObject({ problems: [], units: [{ text: said.target, source: said.source }] });
    expect(format.read({ path: 'a.xlf', text, locale: 'en' })).toMatchObject({ problems: [], units: [{ text: said.source }] });
  });

  it('are read from what other tools write, at their places', () => {
    const unit = '<trans-unit id="a"><source>Hi <x id="1" equiv-text="{who}"/></source><target>Oh <x id="1" equiv-text="{who}"/>!</target></trans-unit>';
    const text = `<xliff version="1.2"><file source-language="en" target-language="de"><body>${unit}</body></file></xliff>`;
    expect(xliff1Format.read({ path: 'a.xlf', text, locale: 'de' })).toMatchObject({
      problems: [],
      units: [{ text: 'Oh {who}!', source: 'Hi {who}', jumps: [{ offset: 3, column: text.lastIndexOf('{who}') + 1 }, { offset: 8 }] }],
    });
  });

  it('know where they stand behind what their attribute escapes', () => {
    const unit = '<unit id="a"><segment><source>x</source><target><ph id="1" equiv="{&quot;}"/></target></segment></unit>';
    const text = `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de"><file id="f">${unit}</file></xliff>`;
    const [found] = xliff2Format.read({ path: 'a.xlf', text, locale: 'de' }).units;
    expect(found).toMatchObject({ text: '{"}' });
    expect(placeWithin(found!, found!.text.indexOf('}')).column).toBe(text.indexOf('}') + 1);
  });

  it('in quotes or with lonely braces are words', () => {
    for (const source of ["It is '{who}'", 'a } b {who}', '{a {who}', '{}', '{ who , spellout }'])
      expect(xliff1Format.write!({ sourceLocale: 'en', targetLocale: 'de', units: [{ key: 'a', source }] })).not.toContain('<ph');
  });
});

describe('other software', () => {
  it('reads our PO, and we read what it writes', () => {
    fc.assert(
      fc.property(documents, ({ units, ...rest }) => {
        const { translations } = po.parse(poFormat.write!({ ...rest, units }), { validation: true });
        for (const { key, source, target = '' } of units) expect(translations[key]?.[source]?.msgstr, key).toEqual([target]);
        const header = { '': { '': { msgid: '', msgstr: ['Language: de\n'] } } };
        const table = {
          charset: 'utf-8',
          translations: {
            ...header,
            ...Object.fromEntries(units.map(({ key, source, target = '' }) => [key, { [source]: { msgctxt: key, msgid: source, msgstr: [target] } }])),
          },
        };
        const read = poFormat.read({ path: 'a.po', text: new TextDecoder().decode(po.compile(table, { foldLength: 20 })), locale: 'de' });
        expect(read.problems).toEqual([]);
        expect(new Map(read.units.map(({ key, text }) => [key, text]))).toEqual(
          new Map(units.flatMap(({ key, target }) => (target === undefined ? [] : [[key, target]]))),
        );
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['1.2', xliff1Format, xliff.xliff12ToJs, xliff.jsToXliff12],
    ['2.0', xliff2Format, xliff.xliff2js, xliff.js2xliff],
  ] as const)('reads our XLIFF %s, and we read what it writes', async (_, format, parse, compile) => {
    const units = [
      { key: 'a.b', source: 'Hello & <world>', target: 'Hallo & "Welt"', note: 'Note', limit: 40 },
      { key: 'c', source: 'One\nTwo', target: "L'été" },
    ];
    const theirs = await parse(format.write!({ sourceLocale: 'en', targetLocale: 'de', units }));
    expect(theirs).toMatchObject({ sourceLanguage: 'en', targetLanguage: 'de' });
    const found = Object.values(theirs.resources).flatMap((file) => Object.entries(file));
    expect(found.map(([id, { additionalAttributes: { resname, name } = {}, source, target }]) => [resname ?? name ?? id, source, target])).toEqual(
      units.map(({ key, source, target }) => [key, source, target]),
    );
    const read = format.read({ path: 'a.xlf', text: await compile(theirs), locale: 'de' });
    expect(read.problems).toEqual([]);
    expect(
      read.units.map(({ key, text, source, note, limit }) => ({
        key,
        source,
        target: text,
        ...(note !== undefined && { note }),
        ...(limit !== undefined && { limit }),
      })),
    ).toEqual(units);
  });

  it('reads our CSV', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const { data, errors } = Papa.parse<readonly string[]>(csvFormat.write!(document), { skipEmptyLines: true });
        expect(errors.filter(({ code }) => code !== 'UndetectableDelimiter')).toEqual([]);
        expect(data).toEqual([
          ['key', 'en', 'de', 'note', 'context', 'limit'],
          ...document.units.map(({ key, source, target = '', note = '', context = '', limit = '' }) => [key, source, target, note, context, String(limit)]),
        ]);
      }),
      { numRuns: 50 },
    );
  });
});
