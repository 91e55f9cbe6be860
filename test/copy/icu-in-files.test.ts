import { describe, expect, it } from 'vitest';
import { loadCopy } from '../../src/copy/load-copy.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { formatMessage, loadIcu } from '../../src/text/format-message.ts';
import { resolveMessage } from '../../src/text/resolve-message.ts';
import { createProject } from '../brand/create-project.ts';

/** The text of the key `a` in a project of one locale and one file, spaces that don't break written as `_`, marks of direction left out. */
async function format(locale: string, file: { readonly path: string; readonly text: string }, values: JsonObject, numbering = {}): Promise<string> {
  const locales = { source: locale, all: [locale], fallback: {} };
  const copy = await loadCopy({ files: createProject({ [file.path]: file.text }), patterns: [file.path.replace(locale, '{locale}')], locales });
  const text = formatMessage(resolveMessage({ copy, locales, locale, key: 'a' }), { values, icu: await loadIcu(), numbering });
  return text.replaceAll(/[\u00A0\u202F]/g, '_').replaceAll(/[\u200E\u200F\u061C\u2066-\u2069]/g, '');
}

describe('messages by locale', () => {
  const message =
    '{n, number} · {n, number, ::currency/EUR} · {share, number, percent} · {day, date, long} · {n, plural, =0 {none} one {one} two {two} few {few} many {many} other {other}}';

  it.each([
    ['en', undefined, 3, '3 · €3.00 · 26% · May 1, 2026 · other'],
    ['en', undefined, 1234.5, '1,234.5 · €1,234.50 · 26% · May 1, 2026 · other'],
    ['de', undefined, 1234.5, '1.234,5 · 1.234,50_€ · 26_% · 1. Mai 2026 · other'],
    ['de', undefined, 1, '1 · 1,00_€ · 26_% · 1. Mai 2026 · one'],
    ['fr', undefined, 12_345.5, '12_345,5 · 12_345,50_€ · 26_% · 1 mai 2026 · other'],
    ['fr', undefined, 0.5, '0,5 · 0,50_€ · 26_% · 1 mai 2026 · one'],
    ['pl', undefined, 22, '22 · 22,00_€ · 26% · 1 maja 2026 · few'],
    ['pl', undefined, 5, '5 · 5,00_€ · 26% · 1 maja 2026 · many'],
    ['ja', undefined, 1, '1 · €1.00 · 26% · 2026年5月1日 · other'],
    ['hi', undefined, 1_234_567, '12,34,567 · €12,34,567.00 · 26% · 1 मई 2026 · other'],
    ['hi', 'deva', 1_234_567, '१२,३४,५६७ · €१२,३४,५६७.०० · २६% · १ मई २०२६ · other'],
    ['th', undefined, 12, '12 · €12.00 · 26% · 1 พฤษภาคม 2569 · other'],
    ['th', 'thai', 12, '๑๒ · €๑๒.๐๐ · ๒๖% · ๑ พฤษภาคม ๒๕๖๙ · other'],
    ['ar', 'latn', 11, '11 · 11.00_€ · 26% · 1 مايو 2026 · many'],
    ['ar', 'arab', 3, '٣ · ٣٫٠٠_€ · ٢٦٪ · ١ مايو ٢٠٢٦ · few'],
    ['ar', 'latn', 2, '2 · 2.00_€ · 26% · 1 مايو 2026 · two'],
    ['ar', 'latn', 0, '0 · 0.00_€ · 26% · 1 مايو 2026 · none'],
  ])('%s with %s digits: %d', async (locale, numbering, n, expected) => {
    const file = { path: `copy/${locale}.json`, text: JSON.stringify({ a: message }) };
    expect(await format(locale, file, { n, share: 0.256, day: '2026-05-01' }, numbering === undefined ? {} : { [locale]: numbering })).toBe(expected);
  });

  it('chooses by select, and takes a tag with its own digits', async () => {
    const file = { path: 'copy/ar-u-nu-latn.json', text: JSON.stringify({ a: '{sold, select, true {نفد} other {متاح}} {n, number}' }) };
    expect(await format('ar-u-nu-latn', file, { sold: true, n: 1234 })).toBe('نفد 1,234');
  });
});

describe('bad ICU', () => {
  const bad = 'One {n, plural, one {x}} &';

  it.each([
    ['json', `{\n  "a": "${bad}"\n}`, '2:32'],
    ['arb', `{ "@@locale": "de",\n  "a": "${bad}"\n}`, '2:32'],
    ['yaml', `a: >-\n  One\n  {n, plural, one {x}} &\n`, '3:22'],
    ['po', `msgid "a"\nmsgstr ""\n"One "\n"{n, plural, one {x}} &"\n`, '4:21'],
    [
      'xlf',
      `<xliff version="1.2"><file source-language="en" target-language="de"><body>\n<trans-unit id="a"><source/><target>One\n{n, plural, one {x}} &amp;</target></trans-unit></body></file></xliff>`,
      '3:20',
    ],
    [
      'xliff',
      `<xliff version="2.0" srcLang="en" trgLang="de"><file id="f"><unit id="a"><segment><source/>\n<target>${bad.replace('&', '&amp;')}</target></segment></unit></file></xliff>`,
      '2:32',
    ],
    ['csv', `key,de\na,"${bad}"\n`, '2:27'],
  ])('stands at its place in %s', async (ending, text, place) => {
    const error = await format('de', { path: `copy/de.${ending}`, text }, { n: 1 }).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(VisualsError);
    const [problem] = (error as VisualsError).diagnostics;
    expect([problem?.code, `${problem?.place?.line}:${problem?.place?.column}`]).toEqual(['COPY_ICU', place]);
  });
});
