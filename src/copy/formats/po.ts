import { copyLocale, copyPlural, copyUnwritable } from '../../diagnostics/text.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import { applyEdits, findLineEnd, type Edit } from '../apply-edits.ts';
import type { CopyDocument, CopyFormat, CopyText, ParsedCopy, TranslationUnit } from '../copy-format.ts';
import { isSameLocale } from '../is-same-locale.ts';
import { readPo, type PoEntry } from '../read-po.ts';
import { createUnitCollector, requireSound, type UnitCollector } from '../unit-collector.ts';

/**
 * PO files of gettext. The key is `msgctxt`, and `msgid` the source text; without `msgctxt`, `msgid` is the key. `#.` comments are the note, those that start with
 * `Context:` the context, and the flag `max-length:40` is the limit. An entry that is fuzzy or empty is not translated. In a file whose `Language` is its
 * `X-Source-Language`, `msgid` is the text.
 */
export const poFormat: CopyFormat = { name: 'po', read: readPoCopy, update: updatePo, write: writePo };

function readPoCopy(file: CopyText): ParsedCopy {
  const collector = createUnitCollector(file);
  const entries = readPo(file.text, collector.refuse);
  const header = entries.find(isHeader);
  if (header !== undefined) checkHeader(header, collector);
  const isSource = isSourceFile(header);
  for (const entry of entries.filter((each) => !isHeader(each))) collectEntry(entry, isSource, collector);
  return collector.finish();
}

const isHeader = ({ context, id }: PoEntry): boolean => context === undefined && id.text === '';

const keyOf = ({ context, id }: PoEntry): string => (context ?? id).text;

function readField(header: PoEntry | undefined, name: string): string | undefined {
  const line = header?.translation?.text.split('\n').find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim();
}

function checkHeader(header: PoEntry, { file, locate, report, refuse }: UnitCollector): void {
  const language = readField(header, 'Language') ?? '';
  const place = locate(header.translation?.start ?? header.offset);
  if (language !== '' && !isSameLocale(language, file.locale)) report(copyLocale({ file: file.path, locale: file.locale, found: language }, { place }));
  const charset = /charset=([\w-]+)/i.exec(readField(header, 'Content-Type') ?? '')?.[1] ?? 'utf-8';
  if (!/^(?:utf-?8|us-ascii|ascii|charset)$/i.test(charset)) refuse(header.translation?.start ?? header.offset, `it says that its encoding is ${charset}`);
}

function isSourceFile(header: PoEntry | undefined): boolean {
  const [own, source] = [readField(header, 'Language') ?? '', readField(header, 'X-Source-Language') ?? ''];
  return own !== '' && isSameLocale(own, source);
}

function collectEntry(entry: PoEntry, isSource: boolean, { add, report, locate }: UnitCollector): void {
  const { context, id, translation, plural, notes, flags } = entry;
  const key = keyOf(entry);
  const keyOffset = (context ?? id).start;
  if (plural !== undefined) {
    report(copyPlural({ key }, { place: locate(plural) }));
    return;
  }
  const isTranslated = translation !== undefined && translation.text !== '' && !isFuzzy(entry);
  const text = isTranslated ? translation : isSource && context !== undefined ? id : undefined;
  if (text === undefined) return;
  const facts = readFacts(notes, flags);
  add({ key, keyOffset, pieces: text.pieces, start: text.start, ...facts, ...(context !== undefined && !isSource && { source: id.text }) });
}

const isFuzzy = ({ flags }: PoEntry): boolean => flags.some((flag) => flag.text === 'fuzzy');

const contextMark = 'Context: ';

function readFacts(notes: readonly string[], flags: PoEntry['flags']): Pick<TranslationUnit, 'note' | 'context' | 'limit'> {
  const context = notes.filter((line) => line.startsWith(contextMark)).map((line) => line.slice(contextMark.length));
  const note = notes.filter((line) => !line.startsWith(contextMark));
  const limit = flags.map(({ text }) => /^max-length:\s*([1-9]\d{0,8})$/.exec(text)?.[1]).find((each) => each !== undefined);
  return {
    ...(note.length > 0 && { note: note.join('\n') }),
    ...(context.length > 0 && { context: context.join('\n') }),
    ...(limit !== undefined && { limit: Number(limit) }),
  };
}

function updatePo(file: CopyText, texts: ReadonlyMap<string, string>): string {
  const units = requireSound(readPoCopy(file));
  refuseEmptyKeys(texts.keys(), file.path);
  const entries = new Map(
    readPo(file.text, () => undefined)
      .filter((entry) => !isHeader(entry))
      .map((entry) => [keyOf(entry), entry]),
  );
  const changed = [...texts].filter(([key, text]) => (units.get(key)?.text ?? '') !== text);
  const end = findLineEnd(file.text);
  const edits = changed.flatMap(([key, text]) => {
    const entry = entries.get(key);
    return entry === undefined ? [] : replaceTranslation(entry, text, end);
  });
  const added = changed
    .filter(([key]) => !entries.has(key))
    .map(([key, text]) => formatEntry([], [`msgid ${formatString(key, end)}`, `msgstr ${formatString(text, end)}`], end));
  const open = /\n$|^\uFEFF?$/.test(file.text) ? '' : end;
  return (
    applyEdits(file.text, edits) +
    (added.length === 0 ? '' : open + added.map((entry, index) => (index === 0 && /^\uFEFF?$/.test(file.text) ? '' : end) + entry).join(''))
  );
}

function replaceTranslation(entry: PoEntry, text: string, end: string): readonly Edit[] {
  const { translation, id } = entry;
  const written = formatString(text, end);
  const set =
    translation === undefined
      ? { start: id.end, end: id.end, text: `${end}msgstr ${written}` }
      : { start: translation.first, end: translation.end, text: written };
  return [...(text === '' ? [] : entry.flags.filter((flag) => flag.text === 'fuzzy').map(({ start, end: to }) => ({ start, end: to, text: '' }))), set];
}

function writePo({ sourceLocale, targetLocale, units }: CopyDocument): string {
  refuseEmptyKeys(
    units.map(({ key }) => key),
    `the PO file of ${targetLocale}`,
  );
  const fields = [
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    `Language: ${targetLocale}`,
    `X-Source-Language: ${sourceLocale}`,
  ];
  const header = formatEntry([], ['msgid ""', `msgstr ${formatString(fields.map((field) => `${field}\n`).join(''), '\n')}`], '\n');
  return [header, ...units.map(formatUnit)].join('\n');
}

function formatUnit({ key, source, target = '', note, context, limit }: TranslationUnit): string {
  const comments = [
    ...(note === undefined ? [] : note.split('\n').map((line) => `#. ${line}`)),
    ...(context === undefined ? [] : context.split('\n').map((line) => `#. ${contextMark}${line}`)),
    ...(limit === undefined ? [] : [`#, max-length:${limit}`]),
  ].map((line) => line.replaceAll('\r', ' '));
  return formatEntry(comments, [`msgctxt ${formatString(key, '\n')}`, `msgid ${formatString(source, '\n')}`, `msgstr ${formatString(target, '\n')}`], '\n');
}

const formatEntry = (comments: readonly string[], lines: readonly string[], end: string): string => [...comments, ...lines].map((line) => line + end).join('');

/** A text in quotes; one of several lines stands below an empty one, line by line, as gettext writes it. */
function formatString(text: string, end: string): string {
  const lines = text.split(/(?<=\n)/);
  const quoted = lines.map((line) => `"${line.replaceAll(/[\\"\u0000-\u001F\u007F]/g, formatEscape)}"`);
  return quoted.length > 1 ? ['""', ...quoted].join(end) : quoted[0]!;
}

function formatEscape(character: string): string {
  const short = shortEscapes.get(character);
  return short ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['"', String.raw`\"`],
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
]);

function refuseEmptyKeys(keys: Iterable<string>, file: string): void {
  for (const key of keys) if (key === '') throw new VisualsError(copyUnwritable({ key, file, reason: 'an empty key is the header of a PO file' }));
}
