import fc from '../support/properties.ts';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { loadCopy, type Copy } from '../../src/copy/load-copy.ts';
import { placeWithin } from '../../src/copy/text-places.ts';
import { catchDiagnostics } from '../support/catch-diagnostics.ts';
import { createProject } from '../brand/create-project.ts';

describe('loadCopy', () => {
  it('reads nested and dotted keys alike, with their places, behind a byte order mark', async () => {
    const copy = await load({ 'copy/en.json': '\uFEFF{\n  "launch": { "headline": "Hello" },\n  "launch.sub": "World"\n}' });
    expect(copy.keys('en')).toEqual(['launch.headline', 'launch.sub']);
    expect(copy.find('en', 'launch.headline')).toEqual({ key: 'launch.headline', text: 'Hello', place: { file: 'copy/en.json', line: 2, column: 28 } });
    expect(copy.find('en', 'launch.sub')?.place).toEqual({ file: 'copy/en.json', line: 3, column: 18 });
    expect(copy.find('en', 'launch')).toBeUndefined();
    expect(copy.find('xx', 'launch')).toBeUndefined();
    expect(copy.keys('xx')).toEqual([]);
  });

  it('finds places within a text, across escapes', async () => {
    const copy = await load({ 'copy/en.json': '{ "a": "x\\n\\u00e9{y", "b": "plain{" }' });
    const [a, b] = [copy.find('en', 'a')!, copy.find('en', 'b')!];
    expect([0, 1, 2, 3].map((offset) => placeWithin(a, offset).column)).toEqual([9, 10, 12, 18]);
    expect(placeWithin(b, 5).column).toBe(b.place.column + 5);
  });

  it('tells all that is wrong in all files', async () => {
    const problems = await fail({
      'copy/en.json': '{ "a": "1", "b": { "c": 1, "d": [], "e": null }, "a": "2", "b.x": "x", "b": { "x": "y" } }',
      'copy/de.json': '{\n "a": "1",\n}',
      'copy/ja.json': '["a"]',
    });
    expect(problems.map(({ code, place, exit }) => [place?.file, place?.line, place?.column, code, exit])).toEqual([
      ['copy/en.json', 1, 25, 'COPY_PARSE', 2],
      ['copy/en.json', 1, 33, 'COPY_PARSE', 2],
      ['copy/en.json', 1, 42, 'COPY_PARSE', 2],
      ['copy/en.json', 1, 50, 'COPY_DUP_KEY', 2],
      ['copy/en.json', 1, 79, 'COPY_DUP_KEY', 2],
      ['copy/de.json', 2, 10, 'COPY_PARSE', 2],
      ['copy/ja.json', 1, 1, 'COPY_PARSE', 2],
    ]);
    expect(problems[3]?.message).toContain('copy/en.json:1:9');
  });

  it('H1 a secret key in a copy file is named by its line and not shown', async () => {
    const key = `sk-proj-${'A1b2'.repeat(8)}`;
    const problems = await fail({ 'copy/en.json': `{\n "a": "1",\n "b": "${key}"\n}` });
    expect(problems).toMatchObject([{ code: 'SECRET_IN_CONFIG', place: { file: 'copy/en.json', line: 3 } }]);
    expect(JSON.stringify(problems)).not.toContain(key);
  });

  it('lets a locale without files fall back, and nothing else', async () => {
    const files = { 'copy/en.json': '{ "a": "1" }', 'copy/pt.json': '{ "a": "2" }' };
    const copy = await load(files, { all: ['en', 'pt-BR'], fallback: { 'pt-BR': ['pt', 'en'] } });
    expect(copy.find('pt', 'a')?.text).toBe('2');
    expect(await fail(files, { all: ['en', 'de', 'pt-BR'], fallback: { 'pt-BR': ['xx'] } })).toMatchObject([
      { code: 'COPY_FILE_MISSING', message: 'There is no copy for de: looked for copy/de.json.' },
      { code: 'COPY_FILE_MISSING', message: 'There is no copy for pt-BR: looked for copy/pt-BR.json.' },
    ]);
  });

  it('reads several patterns and globs; a key stands once a locale', async () => {
    const files = createProject({ 'copy/en/a.json': '{ "a": "1" }', 'copy/en/b.json': '{ "b": "2" }', 'shared/en.json': '{ "c": "3", "a": "again" }' });
    const source = { files, locales: { all: ['en'], fallback: {} } };
    expect((await loadCopy({ ...source, patterns: ['copy/{locale}/*.json'] })).keys('en')).toEqual(['a', 'b']);
    await expect(loadCopy({ ...source, patterns: ['copy/{locale}/*.json', 'shared/{locale}.json'] })).rejects.toMatchObject({
      diagnostics: [{ code: 'COPY_DUP_KEY', place: { file: 'shared/en.json', line: 1 } }],
    });
  });

  it('reads files of all formats side by side', async () => {
    const files = createProject({
      'copy/de.json': '{ "a": "1" }',
      'copy/de.yaml': 'b: 2nd',
      'copy/de.po': 'msgid "c"\nmsgstr "3"\n',
      'copy/all.csv': 'key,en,de\nd,four,vier\ne,five,\n',
      'copy/de.xlf':
        '<xliff version="1.2"><file source-language="en" target-language="de-DE"><body><trans-unit id="f"><source>six</source><target>sechs</target></trans-unit></body></file></xliff>',
    });
    const copy = await loadCopy({ files, patterns: ['copy/{locale}.*', 'copy/all.csv'], locales: { all: ['de', 'en'], fallback: {} } });
    expect(copy.keys('de').map((key) => copy.find('de', key)?.text)).toEqual(['1', '2nd', '3', 'vier', 'sechs']);
    expect(copy.keys('en').map((key) => copy.find('en', key)?.text)).toEqual(['four', 'five']);
    expect(copy.find('de', 'd')).toMatchObject({ source: 'four', place: { file: 'copy/all.csv', line: 2, column: 8 } });
  });

  it('tells of a file of many languages once, and of a language that it lacks', async () => {
    const read = async (text: string) => {
      const request = { files: createProject({ 'copy.csv': text }), patterns: ['copy.csv'], locales: { all: ['en', 'de', 'ja'], fallback: {} } };
      return (await catchDiagnostics(() => loadCopy(request))).map(({ code, message }) => [code, message]);
    };
    expect(await read('key,en,de\na,x,y\n')).toEqual([['COPY_FILE_MISSING', 'There is no copy for ja: looked for copy.csv.']]);
    expect(await read('key,en,de,ja\na,"x\n')).toEqual([['COPY_PARSE', "copy.csv can't be read: quoted field unterminated."]]);
    expect((await read('key,source,target\na,x,y\n')).map(([code]) => code)).toEqual(['COPY_FILE_MISSING', 'COPY_FILE_MISSING', 'COPY_FILE_MISSING']);
  });

  it('refuses files of other languages and of no known format', async () => {
    const files = createProject({ 'copy/de.arb': '{ "@@locale": "fr" }', 'copy/de.txt': 'x' });
    await expect(loadCopy({ files, patterns: ['copy/{locale}.*'], locales: { all: ['de'], fallback: {} } })).rejects.toMatchObject({
      diagnostics: [
        { code: 'COPY_LOCALE', place: { file: 'copy/de.arb', line: 1 } },
        { code: 'COPY_FORMAT', place: { file: 'copy/de.txt' } },
      ],
    });
  });

  it('refuses bytes that are not UTF-8, and files that are too large', async () => {
    const locales = { all: ['en'], fallback: {} };
    await expect(
      loadCopy({ files: createProject({ 'copy/en.json': Buffer.from([0x22, 0xff, 0x22]) }), patterns: ['copy/{locale}.json'], locales }),
    ).rejects.toMatchObject({ diagnostics: [{ code: 'COPY_PARSE' }] });
    const large = Buffer.alloc(17 * 1024 * 1024, ' ');
    await expect(loadCopy({ files: createProject({ 'copy/en.json': large }), patterns: ['copy/{locale}.json'], locales })).rejects.toMatchObject({
      diagnostics: [{ code: 'INPUT_TOO_LARGE', exit: 2 }],
    });
  });

  it('finds what the file holds and never something of a prototype', async () => {
    const name = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty'), fc.stringMatching(/^[a-z]{1,4}$/));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { maxLength: 5 }), name, async (names, other) => {
        const copy = await load({ 'copy/en.json': `{ ${names.map((each) => `${JSON.stringify(each)}: { "__proto__": "text" }`).join(', ')} }` });
        expect(copy.keys('en')).toEqual(names.map((each) => `${each}.__proto__`).toSorted());
        expect(copy.find('en', other)).toBeUndefined();
        expect(copy.find(other, 'a')).toBeUndefined();
        expect(copy.find('en', `${other}.__proto__`)?.text).toBe(names.includes(other) ? 'text' : undefined);
      }),
      { numRuns: 40 },
    );
    expect(({} as { readonly text?: string }).text).toBeUndefined();
  });
});

type Locales = { readonly all: readonly string[]; readonly fallback: { readonly [locale: string]: readonly string[] } };

function load(
  files: { readonly [path: string]: string },
  locales: Locales = { all: Object.keys(files).map((path) => path.slice(5, -5)), fallback: {} },
): Promise<Copy> {
  return loadCopy({ files: createProject(files), patterns: ['copy/{locale}.json'], locales });
}

function fail(files: { readonly [path: string]: string }, locales?: Locales): Promise<readonly Diagnostic[]> {
  return catchDiagnostics(() => load(files, locales));
}
