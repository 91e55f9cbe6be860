import Papa from 'papaparse';
import { copyLocale, copyUnwritable } from '../../diagnostics/text.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import { applyEdits, findLineEnd, type Edit } from '../apply-edits.ts';
import type { CopyDocument, CopyFormat, CopyText, ParsedCopy, TranslationUnit } from '../copy-format.ts';
import { isSameLocale } from '../is-same-locale.ts';
import { decodePieces, type Piece } from '../text-places.ts';
import { createUnitCollector, requireSound, type UnitCollector } from '../unit-collector.ts';

/**
 * A table (RFC 4180) with the header `key`, then one column a language, or `source` and `target`; `note`, `context` and `limit` if wanted. Columns of other names are
 * left alone. The first language is the source of the others. Cells are parted by what follows `key`: a comma, a semicolon, a tab or a bar. An empty cell is not translated.
 */
export const csvFormat: CopyFormat = { name: 'csv', read: readCsv, update: updateCsv, write: writeCsv };

function readCsv(file: CopyText): ParsedCopy {
  const collector = createUnitCollector(file);
  const table = readTable(collector);
  if (table !== undefined) for (const row of table.rows) collectRow(row, table, collector);
  return collector.finish();
}

/** A cell; `first` and `end` enclose it with its quotes. */
interface Field {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly first: number;
  readonly start: number;
  readonly end: number;
}

type Row = readonly Field[];

interface Columns {
  readonly text: number;
  readonly source: number | undefined;
  readonly note: number | undefined;
  readonly context: number | undefined;
  readonly limit: number | undefined;
}

interface Table {
  readonly rows: readonly Row[];
  readonly columns: Columns;
  readonly width: number;
  readonly delimiter: string;
}

function readTable(collector: UnitCollector): Table | undefined {
  const { text } = collector.file;
  const delimiter = /^\uFEFF?(?:"key"|key)[ ]*([,;\t|])/i.exec(text)?.[1];
  if (delimiter === undefined) {
    collector.refuse(0, 'its first cell is not "key", with other columns beside it');
    return undefined;
  }
  const [header, ...rows] = splitTable(delimiter, collector) ?? [];
  const columns = header === undefined ? undefined : findColumns(header, collector);
  return header === undefined || columns === undefined ? undefined : { rows, columns, width: header.length, delimiter };
}

/** The library finds the cells; where they stand follows from what they hold, for it takes nothing away but quotes. */
function splitTable(delimiter: string, { file, refuse }: UnitCollector): readonly Row[] | undefined {
  const base = file.text.startsWith('\uFEFF') ? 1 : 0;
  const body = file.text.slice(base);
  const newline = findLineEnd(body);
  const { data, errors } = Papa.parse<readonly string[]>(body, { delimiter, newline });
  for (const { message, index } of errors) refuse(base + (index ?? 0), `${message.charAt(0).toLowerCase()}${message.slice(1)}`);
  if (errors.length > 0) return undefined;
  const rows: Row[] = [];
  let at = base;
  for (const cells of data) {
    const row = cells.map((cell) => {
      const field = locateField(cell, at, file.text);
      at = field.next + delimiter.length;
      return field;
    });
    at += newline.length - delimiter.length;
    const mixed = row.find(({ first, start, text }) => first === start && /[\r\n]/.test(text));
    if (mixed !== undefined) refuse(mixed.start, 'its lines end in different ways');
    else if (row.length > 1 || row[0]?.text !== '') rows.push(row);
  }
  return rows;
}

function locateField(cell: string, first: number, text: string): Field & { readonly next: number } {
  if (text[first] !== '"')
    return { text: cell, pieces: cell === '' ? [] : [{ text: cell, offset: first }], first, start: first, end: first + cell.length, next: first + cell.length };
  const inner = first + 1;
  const end = inner + cell.replaceAll('"', '""').length;
  const pieces = decodePieces(text.slice(inner, end), inner, /""|\r\n/g, (found) => (found === '""' ? '"' : '\n'));
  let next = end + 1;
  while (text[next] === ' ') next += 1;
  return { text: cell.replaceAll('\r\n', '\n'), pieces, first, start: inner, end: end + 1, next };
}

const roles = ['key', 'source', 'target', 'note', 'context', 'limit'];

function findColumns(header: Row, { file, refuse, report, locate }: UnitCollector): Columns | undefined {
  const names = header.map(({ text }) => text.trim());
  const named = names.map((name) => (roles.includes(name.toLowerCase()) ? name.toLowerCase() : canonicalTag(name)));
  const twice = named.findIndex((name, index) => name !== undefined && named.indexOf(name) < index);
  if (twice !== -1) refuse(header[twice]!.start, `it has two columns "${names[twice]}"`);
  const languages = named.flatMap((name, index) => (name === undefined || roles.includes(name) ? [] : [index]));
  const find = (role: string): number | undefined => (named.includes(role) ? named.indexOf(role) : undefined);
  const own =
    languages.find((index) => named[index] === canonicalTag(file.locale)) ?? (file.shared === true || languages.length > 0 ? undefined : find('target'));
  if (own === undefined) {
    const found = languages.length > 0 ? languages.map((index) => names[index]).join(', ') : 'one language that its header does not name';
    report(copyLocale({ file: file.path, locale: file.locale, found }, { place: locate(header[0]!.start) }));
  }
  const first = languages[0] === own ? undefined : languages[0];
  return own === undefined || twice !== -1
    ? undefined
    : { text: own, source: find('source') ?? first, note: find('note'), context: find('context'), limit: find('limit') };
}

function canonicalTag(name: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(name.replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

function collectRow(row: Row, { columns, width }: Table, { add, refuse }: UnitCollector): void {
  const key = row[0]!;
  if (row.length > width) refuse(row[width]!.start, `a row has ${row.length} cells, but the header has ${width}`);
  const read = (column: number | undefined): string | undefined => (column === undefined ? undefined : row[column]?.text || undefined);
  const text = row[columns.text];
  const limit = read(columns.limit);
  if (limit !== undefined && !/^[1-9]\d{0,8}$/.test(limit)) refuse(row[columns.limit!]!.start, `the limit "${limit}" is not a number of characters`);
  if (text === undefined || text.text === '') return;
  const [note, context, source] = [read(columns.note), read(columns.context), read(columns.source)];
  add({
    key: key.text,
    keyOffset: key.start,
    pieces: text.pieces,
    start: text.start,
    ...(note !== undefined && { note }),
    ...(context !== undefined && { context }),
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(source !== undefined && { source }),
  });
}

function updateCsv(file: CopyText, texts: ReadonlyMap<string, string>): string {
  const sound = /^\uFEFF?\s*$/.test(file.text) ? { ...file, text: `key,${file.locale}\n` } : file;
  const units = requireSound(readCsv(sound));
  const table = readTable(createUnitCollector(sound))!;
  const rows = new Map(table.rows.map((row) => [row[0]!.text, row]));
  const changed = [...texts].filter(([key, text]) => (units.get(key)?.text ?? '') !== text);
  refuseUnwritable(changed, file.path);
  if (changed.length === 0) return file.text;
  const edits = changed.flatMap(([key, text]) => {
    const row = rows.get(key);
    return row === undefined ? [] : [replaceCell(row, text, table)];
  });
  const end = findLineEnd(sound.text);
  const added = changed.filter(([key]) => !rows.has(key)).map(([key, text]) => formatRow(key, text, table));
  const body = applyEdits(sound.text, edits);
  return body + (added.length > 0 && !body.endsWith('\n') ? end : '') + added.map((row) => row + end).join('');
}

function replaceCell(row: Row, text: string, { columns, delimiter }: Table): Edit {
  const field = row[columns.text];
  if (field !== undefined) return { start: field.first, end: field.end, text: formatCell(text, delimiter, field.start > field.first) };
  const { end } = row.at(-1)!;
  return { start: end, end, text: delimiter.repeat(columns.text - row.length + 1) + formatCell(text, delimiter, false) };
}

function formatRow(key: string, text: string, { columns, width, delimiter }: Table): string {
  const cells = Array.from({ length: width }, (_, index) => (index === 0 ? key : index === columns.text ? text : ''));
  return cells.map((cell) => formatCell(cell, delimiter, false)).join(delimiter);
}

function formatCell(text: string, delimiter: string, isQuoted: boolean): string {
  const needsQuotes = isQuoted || text.includes(delimiter) || /["\r\n]|^\s|\s$|^\uFEFF/.test(text);
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}

/** With a byte order mark, without which spreadsheets take the letters for others. */
function writeCsv({ sourceLocale, targetLocale, units }: CopyDocument): string {
  const languages = isSameLocale(sourceLocale, targetLocale) ? [sourceLocale] : [sourceLocale, targetLocale];
  refuseUnwritable(
    units.map(({ key, target = '' }) => [key, target]),
    `the CSV file of ${targetLocale}`,
  );
  const rows = units.map(({ key, source, target = '', note = '', context = '', limit }: TranslationUnit) => [
    key,
    ...(languages.length === 1 ? [target === '' ? source : target] : [source, target]),
    note,
    context,
    limit === undefined ? '' : String(limit),
  ]);
  return `\uFEFF${Papa.unparse([['key', ...languages, 'note', 'context', 'limit'], ...rows], { newline: '\n' })}\n`;
}

/** A key must be there, and a line end of its own kind would come back as another. */
function refuseUnwritable(texts: Iterable<readonly [key: string, text: string]>, file: string): void {
  const problems = [...texts].flatMap(([key, text]) => {
    const reason = key === '' ? 'an empty key says nothing' : /\r/.test(key + text) ? 'it holds a carriage return' : undefined;
    return reason === undefined ? [] : [copyUnwritable({ key, file, reason })];
  });
  if (problems.length > 0) throw new VisualsError(problems);
}
