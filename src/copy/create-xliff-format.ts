import { copyLocale, copyUnwritable } from '../diagnostics/text.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { applyEdits, findLineEnd, type Edit } from './apply-edits.ts';
import type { CopyDocument, CopyFormat, CopyText, ParsedCopy, TranslationUnit } from './copy-format.ts';
import { isSameLocale } from './is-same-locale.ts';
import { escapeXml, findForbiddenCharacter, scanXml, XmlFault, type XmlElement } from './scan-xml.ts';
import { simplePlaceholder, splitPlaceholders } from './split-placeholders.ts';
import type { Piece } from './text-places.ts';
import { createUnitCollector, requireSound, type UnitCollector } from './unit-collector.ts';

/** A message in XLIFF of either version. */
export interface XliffUnit extends Pick<TranslationUnit, 'note' | 'context' | 'limit'> {
  readonly key: string;
  readonly keyOffset: number;
  /** Its text in pieces; nearly always one. */
  readonly segments: readonly XliffSegment[];
}

/** An element that holds a source and, once translated, a target. */
export interface XliffSegment {
  readonly source: XmlElement | undefined;
  readonly target: XmlElement | undefined;
  /** Whether it is only what stands between two others, which needs no target. */
  readonly isFiller?: boolean;
}

/** A part of a document in one pair of languages. */
export interface XliffFile {
  readonly element: XmlElement;
  readonly sourceLanguage: string;
  readonly targetLanguage: string;
  readonly units: readonly XliffUnit[];
  /** The element whose end new units stand before. */
  readonly home: XmlElement;
}

/** What the versions of XLIFF differ in. */
interface XliffDialect {
  /** The files of a document. What is wrong goes to the collector. */
  listFiles(root: XmlElement, collector: UnitCollector): readonly XliffFile[];
  /** A new unit on lines without indentation. */
  formatUnit(unit: TranslationUnit, index: number): readonly string[];
  /** The lines of a whole new document behind the XML declaration. */
  formatDocument(document: CopyDocument): readonly string[];
}

/** The format of one version of XLIFF. */
export function createXliffFormat(name: 'xliff-1' | 'xliff-2', dialect: XliffDialect): CopyFormat {
  return {
    name,
    read: (file) => readXliff(file, dialect),
    update: (file, texts) => updateXliff(file, texts, dialect),
    write: (document) => writeXliff(document, dialect),
  };
}

/** The messages of an XLIFF file in the locale that is asked for: its source or its target. */
function readXliff(file: CopyText, dialect: XliffDialect): ParsedCopy {
  const collector = createUnitCollector(file);
  for (const each of listChosen(file, dialect, collector)) for (const unit of each.units) collectUnit(unit, each, collector);
  return collector.finish();
}

function listChosen(file: CopyText, dialect: XliffDialect, collector: UnitCollector): readonly XliffFile[] {
  const files = parse(file.text, dialect, collector);
  const chosen = files.filter((each) => isSource(each, file.locale) || isSameLocale(each.targetLanguage, file.locale));
  if (files.length > 0 && chosen.length === 0) {
    const found = [...new Set(files.flatMap((each) => [each.sourceLanguage, each.targetLanguage]))].filter((each) => each !== '');
    collector.report(copyLocale({ file: file.path, locale: file.locale, found: found.join(', ') }, { place: collector.locate(files[0]!.element.offset) }));
  }
  return chosen;
}

function parse(text: string, dialect: XliffDialect, collector: UnitCollector): readonly XliffFile[] {
  try {
    const root = scanXml(text);
    if (root.name === 'xliff') return dialect.listFiles(root, collector);
    collector.refuse(root.offset, `its top is <${root.name}>, not <xliff>`);
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    collector.refuse(error.offset, error.message);
  }
  return [];
}

const isSource = ({ sourceLanguage }: XliffFile, locale: string): boolean => isSameLocale(sourceLanguage, locale);

function collectUnit(unit: XliffUnit, file: XliffFile, collector: UnitCollector): void {
  const { key, keyOffset, segments, note, context, limit } = unit;
  const wantsSource = isSource(file, collector.file.locale);
  const sources = segments.map(({ source }) => source);
  const chosen = wantsSource ? sources : segments.map(({ source, target, isFiller }) => target ?? (isFiller === true ? source : undefined));
  const pieces = chosen.map((element) => (element === undefined ? undefined : readPieces(element, collector)));
  // A message of which a part is not translated is not translated.
  if (pieces.length === 0 || pieces.includes(undefined) || (!wantsSource && pieces.every((each) => each?.length === 0))) return;
  collector.add({
    key,
    keyOffset,
    pieces: pieces.flatMap((each) => each!),
    start: chosen[0]!.contentStart,
    ...(note !== undefined && { note }),
    ...(context !== undefined && { context }),
    ...(limit !== undefined && { limit }),
    ...(!wantsSource && { source: sources.map(readText).join('') }),
  });
}

/** Marks (`mrk`) only tell about their text, and `ph` and `x` may stand for a placeholder; other inline elements stand for something that messages do not have. */
function readPieces(element: XmlElement, collector: UnitCollector): readonly Piece[] {
  return element.children.flatMap((child): readonly Piece[] => {
    if (child.name === undefined) return child.pieces;
    if (child.name === 'mrk') return readPieces(child, collector);
    const placeholder = readPlaceholder(child);
    if (placeholder === undefined) collector.refuse(child.offset, `a text holds <${child.name}>; messages are plain text, with placeholders such as {name}`);
    return placeholder ?? [];
  });
}

/** Version 1.2 has the placeholder within `ph`, or beside `x` as `equiv-text`; version 2 has it in an attribute. */
function readPlaceholder(element: XmlElement): readonly Piece[] | undefined {
  if (element.name !== 'ph' && element.name !== 'x') return undefined;
  const content = element.children.flatMap((child) => (child.name === undefined ? child.pieces : []));
  const said = ['equiv-text', 'equiv', 'disp'].flatMap((name) => element.attributes.get(name) ?? []).map(({ pieces }) => pieces);
  return [content, ...said].find((pieces) => simplePlaceholder.test(pieces.map(({ text }) => text).join('')));
}

/** All characters within an element. */
export function readText(element: XmlElement | undefined): string {
  return (element?.children ?? [])
    .map((child) => (child.name === undefined ? joinTexts(child.pieces) : joinTexts(readPlaceholder(child)) || readText(child)))
    .join('');
}

const joinTexts = (pieces: readonly Piece[] = []): string => pieces.map((piece) => piece.text).join('');

/** How a dialect writes a placeholder that translators' tools protect; `id` tells it from others of its unit. */
export type FormatPlaceholder = (text: string, id: number) => string;

/**
 * Source and target of a unit as they stand between tags. A placeholder has the same number in both.
 * @returns the target undefined while there is none
 */
export function formatTexts({ source, target }: Pick<TranslationUnit, 'source' | 'target'>, format: FormatPlaceholder): readonly [string, string | undefined] {
  const numbered = splitPlaceholders(source)
    .filter(({ isPlaceholder }) => isPlaceholder)
    .map(({ text }) => text);
  const write = (message: string): string => {
    const used = new Set<number>();
    const findNumber = (text: string): number => {
      const index = numbered.findIndex((each, at) => each === text && !used.has(at));
      const number = index === -1 ? numbered.push(text) - 1 : index;
      used.add(number);
      return number + 1;
    };
    return splitPlaceholders(message)
      .map(({ text, isPlaceholder }) => (isPlaceholder ? format(text, findNumber(text)) : escapeXml(text)))
      .join('');
  };
  return [write(source), target === undefined ? undefined : write(target)];
}

/** Elements below one that have a name, through elements of other names that are listed. */
export function findElements(element: XmlElement, name: string, through: readonly string[] = []): readonly XmlElement[] {
  return element.children.flatMap((child): readonly XmlElement[] => {
    if (child.name === undefined) return [];
    if (child.name === name) return [child];
    return through.includes(child.name) ? findElements(child, name, through) : [];
  });
}

/** The XLIFF file with some texts changed in the locale that it was read for. */
function updateXliff(file: CopyText, texts: ReadonlyMap<string, string>, dialect: XliffDialect): string {
  const units = requireSound(readXliff(file, dialect));
  const changed = new Map([...texts].filter(([key, text]) => (units.get(key)?.text ?? '') !== text));
  refuseUnwritable(changed, file.path);
  const chosen = listChosen(file, dialect, createUnitCollector(file));
  const edits: Edit[] = [];
  const added = new Map(changed);
  for (const each of chosen)
    for (const unit of each.units) {
      const text = changed.get(unit.key);
      added.delete(unit.key);
      if (text !== undefined) edits.push(...replaceText(unit, text, { isSource: isSource(each, file.locale), file: file.text }));
    }
  if (added.size > 0) edits.push(insertUnits(chosen[0]!, added, file, dialect));
  return applyEdits(file.text, edits);
}

function replaceText(unit: XliffUnit, text: string, { isSource: isOfSource, file }: { readonly isSource: boolean; readonly file: string }): readonly Edit[] {
  return unit.segments.flatMap((segment, index): readonly Edit[] => {
    // The first segment takes the whole message; the sources of the others may not say that it is lost.
    const own = index === 0 ? text : '';
    const element = isOfSource ? segment.source : segment.target;
    if (element !== undefined) return [replaceContent(element, own, file)];
    if (segment.source === undefined) return [];
    const { offset, end } = segment.source;
    const space = /\r?\n[ \t]*$/.exec(file.slice(0, offset))?.[0] ?? '';
    return [{ start: end, end, text: `${space}<${prefixOf(segment.source, file)}target>${escapeXml(own)}</${prefixOf(segment.source, file)}target>` }];
  });
}

const prefixOf = ({ offset }: XmlElement, file: string): string => /^<([\w.-]+:)?/.exec(file.slice(offset, offset + 64))?.[1] ?? '';

function replaceContent(element: XmlElement, text: string, file: string): Edit {
  const { offset, contentStart, contentEnd, end } = element;
  if (contentEnd < end) return { start: contentStart, end: contentEnd, text: escapeXml(text) };
  const tag = /^<([\w.:-]+)/.exec(file.slice(offset, end))![1]!;
  const slash = file.slice(offset, end).search(/[ \t\r\n]*\/>$/);
  return { start: offset + slash, end, text: `>${escapeXml(text)}</${tag}>` };
}

function insertUnits({ home, sourceLanguage, element }: XliffFile, texts: ReadonlyMap<string, string>, file: CopyText, dialect: XliffDialect): Edit {
  const isOfSource = isSameLocale(sourceLanguage, file.locale);
  const end = findLineEnd(file.text);
  const outer = /(?:^|\n)([ \t]*)$/.exec(file.text.slice(0, home.offset))?.[1] ?? '';
  const next = Math.max(0, ...Array.from(file.text.matchAll(/\sid=["']u(\d{1,9})["']/g), ([, number]) => Number(number))) + 1;
  const lines = [...texts].flatMap(([key, text], index) =>
    dialect.formatUnit(isOfSource ? { key, source: text } : { key, source: '', target: text }, next + index),
  );
  const prefix = prefixOf(element, file.text);
  const written = lines.map((line) => `${outer}  ${prefix === '' ? line : line.replaceAll(/<(\/?)(?=[a-z])/g, `<$1${prefix}`)}${end}`).join('');
  if (home.contentEnd === home.end) {
    const { start, text } = replaceContent(home, '', file.text);
    return { start, end: home.end, text: text.replace('>', `>${end}${written}${outer}`) };
  }
  const closes = file.text.lastIndexOf('\n', home.contentEnd - 1) + 1;
  const ownLine = /^[ \t]*$/.test(file.text.slice(closes, home.contentEnd));
  return ownLine ? { start: closes, end: closes, text: written } : { start: home.contentEnd, end: home.contentEnd, text: `${end}${written}${outer}` };
}

function writeXliff(document: CopyDocument, dialect: XliffDialect): string {
  for (const { key, source, target = '', note = '', context = '' } of document.units)
    refuseUnwritable([[key, source + target + note + context]], `the XLIFF file of ${document.targetLocale}`);
  return `${['<?xml version="1.0" encoding="UTF-8"?>', ...dialect.formatDocument(document)].join('\n')}\n`;
}

/**
 * Refuses messages that XML can't hold.
 * @throws VisualsError `COPY_UNWRITABLE` for each of them
 */
function refuseUnwritable(texts: Iterable<readonly [key: string, text: string]>, file: string): void {
  const problems = [...texts].flatMap(([key, text]) => {
    const character = findForbiddenCharacter(key + text);
    if (key === '') return [copyUnwritable({ key, file, reason: 'an empty key says nothing' })];
    return character === undefined ? [] : [copyUnwritable({ key, file, reason: `XML has no way to write ${character}` })];
  });
  if (problems.length > 0) throw new VisualsError(problems);
}
