import { isDeepStrictEqual } from 'node:util';
import fc from '../support/properties.ts';
import Papa from 'papaparse';
import { isMap, parseDocument, Scalar, visit } from 'yaml';
import type { CopyFormat } from '../../src/copy/copy-format.ts';
import { arbFormat } from '../../src/copy/formats/arb.ts';
import { csvFormat } from '../../src/copy/formats/csv.ts';
import { jsonFormat } from '../../src/copy/formats/json.ts';
import { poFormat } from '../../src/copy/formats/po.ts';
import { xliff1Format } from '../../src/copy/formats/xliff-1.ts';
import { xliff2Format } from '../../src/copy/formats/xliff-2.ts';
import { yamlFormat } from '../../src/copy/formats/yaml.ts';

/** Messages as a document of some format may hold them, written with the freedom that the format leaves. */
export interface RandomCopy {
  readonly format: CopyFormat;
  readonly texts: ReadonlyMap<string, string>;
  readonly file: { readonly path: string; readonly text: string; readonly locale: string };
}

/** Stands between any two messages of a random document. */
export const sentinel = /KEEP-\d+/g;

const character = fc.constantFrom(
  ...Array.from('aZ9{}\'"\\ é日😀:#-&<>,;|%@!*?[]=~`.\u00A0\u200E'),
  '\n',
  '\t',
  '\n ',
  '{n}',
  'true',
  '- ',
  ': ',
  ' #',
  '\u2028',
  '\u0085',
);

/** Tricky, but no text that some format can't hold. */
export const randomText = fc.array(character, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));

export const randomKey = fc
  .array(fc.constantFrom('a', 'b', 'launch', 'no', 'é', '__proto__', '1', 'x y', 'constructor'), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('.'));

const randomTexts = fc
  .uniqueArray(fc.tuple(randomKey, randomText), { selector: ([key]) => key, minLength: 1, maxLength: 5 })
  .map((entries) => new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))));

/** What a document may look like: end of lines, a mark at the start, and one number for whatever else there is to choose. */
const looks = fc.record({ crlf: fc.boolean(), mark: fc.boolean(), choice: fc.nat({ max: 11 }) });

type Write = (texts: ReadonlyMap<string, string>, choice: number) => string;

const writers: readonly (readonly [format: CopyFormat, path: string, write: Write])[] = [
  [jsonFormat, 'copy/de.json', writeJson],
  [arbFormat, 'copy/de.arb', writeArb],
  [yamlFormat, 'copy/de.yaml', writeYaml],
  [poFormat, 'copy/de.po', writePo],
  [xliff1Format, 'copy/de.xlf', (texts) => writeXliff(xliff1Format, texts)],
  [xliff2Format, 'copy/de.xliff', (texts) => writeXliff(xliff2Format, texts)],
  [csvFormat, 'copy/de.csv', writeCsv],
];

/** Documents of every format. */
export const randomCopies = writers.map(([format, path, write]) => {
  const copy = fc.tuple(randomTexts, looks).map(([texts, { crlf, mark, choice }]): RandomCopy => {
    const written = write(texts, choice);
    return { format, texts, file: { path, locale: 'de', text: `${mark ? '\uFEFF' : ''}${crlf ? written.replaceAll('\n', '\r\n') : written}` } };
  });
  return [format.name, copy] as const;
});

/** A tree where no key stands in the way of another. */
function nest(texts: ReadonlyMap<string, string>): Map<string, unknown> {
  const root = new Map<string, unknown>();
  for (const [key, text] of texts) {
    const parts = key.split('.');
    let at = root;
    let index = 0;
    while (index < parts.length - 1) {
      const below = at.get(parts[index]!);
      if (below !== undefined && !(below instanceof Map)) break;
      const next = (below as Map<string, unknown> | undefined) ?? new Map<string, unknown>();
      at.set(parts[index]!, next);
      at = next;
      index += 1;
    }
    at.set(parts.slice(index).join('.'), text);
  }
  return root;
}

let count = 0;
const mark = (): string => `KEEP-${(count += 1)}`;

function writeJson(texts: ReadonlyMap<string, string>, choice: number): string {
  const isFlat = choice % 2 === 0;
  const indentation = [undefined, '  ', '\t'][choice % 3];
  const write = (group: Map<string, unknown>, outer: string): string => {
    const inner = indentation === undefined ? '' : outer + indentation;
    const end = indentation === undefined ? '' : '\n';
    const members = [...group].flatMap(([key, value]) => {
      const written = value instanceof Map ? write(value as Map<string, unknown>, inner) : JSON.stringify(value).replaceAll('é', String.raw`\u00e9`);
      return [
        `${inner}${JSON.stringify(key)}: ${written}`,
        ...(value instanceof Map ? [] : [`${inner}${JSON.stringify(`@${key}`)}: { "description": "${mark()}" }`]),
      ];
    });
    return `{${end}${members.join(`,${end}`)}${end}${indentation === undefined ? '' : outer}}`;
  };
  return write(isFlat ? new Map(texts) : nest(texts), '');
}

function writeArb(texts: ReadonlyMap<string, string>): string {
  const members = [...texts].flatMap(([key, text]) => [
    `  ${JSON.stringify(key)}: ${JSON.stringify(text)}`,
    `  ${JSON.stringify(`@${key}`)}: {"description": "${mark()}"}`,
  ]);
  return `{\n  "@@locale": "de",\n${members.join(',\n')}\n}\n`;
}

const scalarTypes = [Scalar.PLAIN, Scalar.QUOTE_SINGLE, Scalar.QUOTE_DOUBLE, Scalar.BLOCK_LITERAL, Scalar.BLOCK_FOLDED] as const;

function writeYaml(texts: ReadonlyMap<string, string>, choice: number): string {
  const quoted = writeQuoted(choice % 2 === 0 ? new Map(texts) : nest(texts), '');
  if (choice === 10) return quoted;
  const document = parseDocument(quoted);
  let index = choice;
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!(key instanceof Scalar)) return;
      if (value instanceof Scalar) value.type = scalarTypes[(index += 1) % scalarTypes.length]!;
    },
  });
  if (isMap(document.contents)) document.contents.flow = choice === 11;
  const written = document.toString({ lineWidth: choice % 3 === 0 ? 20 : 0 });
  if (isDeepStrictEqual(listScalars(written), listScalars(quoted))) return written;
  // The library writes some plain texts and blocks that it reads as another text.
  return writeYaml(texts, 10);
}

function writeQuoted(group: Map<string, unknown>, indentation: string): string {
  const members = [...group].map(([key, value]) => {
    const written = value instanceof Map ? `\n${writeQuoted(value as Map<string, unknown>, `${indentation}  `)}` : ` ${JSON.stringify(value)}\n`;
    return `${indentation}# ${mark()}\n${indentation}${JSON.stringify(key)}:${written}`;
  });
  return members.join('');
}

function listScalars(text: string): readonly unknown[] {
  const scalars: unknown[] = [];
  const document = parseDocument(text, { logLevel: 'silent' });
  visit(document, { Scalar: (_, { value }) => void scalars.push(value) });
  return document.errors.length > 0 ? [] : scalars;
}

function writePo(texts: ReadonlyMap<string, string>, choice: number): string {
  const escape = (text: string): string =>
    JSON.stringify(text).replaceAll(/\\u([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const split = (text: string): string =>
    choice % 3 === 0
      ? `""\n${text
          .split(/(?<=\n)/)
          .map(escape)
          .join('\n')}`
      : escape(text);
  const entries = [...texts].map(([key, text]) => {
    const head = choice % 2 === 0 ? `msgctxt ${escape(key)}\nmsgid "source"` : `msgid ${escape(key)}`;
    return `# ${mark()}\n#: src/x.ts:1\n${head}\nmsgstr ${split(text)}\n`;
  });
  return ['msgid ""\nmsgstr "Language: de\\nContent-Type: text/plain; charset=UTF-8\\n"\n', ...entries].join('\n');
}

function writeXliff(format: CopyFormat, texts: ReadonlyMap<string, string>): string {
  const written = format.write!({ sourceLocale: 'en', targetLocale: 'de', units: [...texts].map(([key, target]) => ({ key, source: 'x', target })) });
  return written.replaceAll(/<(?:trans-)?unit /g, (tag) => `<!-- ${mark()} -->${tag}`);
}

function writeCsv(texts: ReadonlyMap<string, string>, choice: number): string {
  const rows = [...texts].map(([key, text]) => [key, 'x', text, mark()]);
  return Papa.unparse([['key', 'en', 'de', 'note'], ...rows], { delimiter: [',', ';', '\t', '|'][choice % 4]!, quotes: choice % 3 === 0, newline: '\n' });
}
