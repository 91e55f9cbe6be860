import { JsonFault, locateOffset, readJson, type JsonNode, type JsonObjectNode } from '../brand/read-json.ts';
import { copyDupKey, copyFileMissing, copyParse } from '../diagnostics/text.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { ResolvedLocales } from '../model/config.ts';
import { VisualsError, type Diagnostic, type Place } from '../model/diagnostic.ts';
import type { InputFiles } from '../spec/input-files.ts';

/** A message as the copy file has it. */
export interface CopyMessage {
  readonly text: string;
  /** Where its text starts, behind the opening quote. */
  readonly place: Required<Place>;
  /** The text as the file writes it, when escapes make it differ; for places within it. */
  readonly written?: string;
}

/** The messages of all locales. */
export interface Copy {
  find(locale: string, key: string): CopyMessage | undefined;
  /** In code-unit order; empty for a locale without copy. */
  keys(locale: string): readonly string[];
}

/** What {@link loadCopy} reads. */
export interface CopySource {
  readonly files: InputFiles;
  /** With `{locale}`; may hold globs. */
  readonly patterns: readonly string[];
  readonly locales: Pick<ResolvedLocales, 'all' | 'fallback'>;
}

/** Largest copy file in bytes. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Reads the messages of the project's locales and of those that they fall back to. A message is a string in JSON, its key the names around it joined by dots.
 * @throws VisualsError with all that is wrong: `COPY_PARSE`, `COPY_DUP_KEY`, `COPY_FILE_MISSING`, and what reading a file throws
 */
export async function loadCopy({ files, patterns, locales }: CopySource): Promise<Copy> {
  const problems: Diagnostic[] = [];
  const messages = new Map<string, ReadonlyMap<string, CopyMessage>>();
  for (const locale of listLocales(locales)) {
    const paths = await findCopyFiles(files, patterns, locale);
    if (paths.length > 0) messages.set(locale, await readLocale(locale, paths, files, problems));
  }
  const uncovered = locales.all.filter((locale) => ![locale, ...(locales.fallback[locale] ?? [])].some((each) => messages.has(each)));
  problems.push(...uncovered.map((locale) => copyFileMissing({ locale, paths: patterns.map((pattern) => fillPattern(pattern, locale)) })));
  if (problems.length > 0) throw new VisualsError(problems);
  return { find: (locale, key) => messages.get(locale)?.get(key), keys: (locale) => [...(messages.get(locale)?.keys() ?? [])].toSorted(compareCodeUnits) };
}

const listLocales = ({ all, fallback }: CopySource['locales']): readonly string[] => [...new Set([...all, ...all.flatMap((locale) => fallback[locale] ?? [])])];

const fillPattern = (pattern: string, locale: string): string => pattern.replaceAll('{locale}', locale);

async function findCopyFiles(files: InputFiles, patterns: readonly string[], locale: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const pattern of patterns.map((each) => fillPattern(each, locale))) {
    if (/[*?[\]{}()!]/.test(pattern)) paths.push(...(await files.list([pattern])));
    else if (files.exists(pattern)) paths.push(pattern);
  }
  return [...new Set(paths)];
}

async function readLocale(locale: string, paths: readonly string[], files: InputFiles, problems: Diagnostic[]): Promise<ReadonlyMap<string, CopyMessage>> {
  const messages = new Map<string, CopyMessage>();
  for (const path of paths) {
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode((await files.read(path, { mostBytes })).bytes);
      collectDocument({ locale, path, text, messages, problems });
    } catch (error) {
      problems.push(...toDiagnostics(error, path));
    }
  }
  return messages;
}

function toDiagnostics(error: unknown, path: string): readonly Diagnostic[] {
  if (error instanceof VisualsError) return error.diagnostics;
  if (error instanceof TypeError) return [copyParse({ file: path, problem: 'it is not UTF-8' }, { place: { file: path } })];
  throw error;
}

interface CopyDocument {
  readonly locale: string;
  readonly path: string;
  readonly text: string;
  readonly messages: Map<string, CopyMessage>;
  readonly problems: Diagnostic[];
}

function collectDocument(document: CopyDocument): void {
  try {
    const node = readJson(document.text);
    if (node.kind === 'object') collectGroup(node, '', document);
    else reportParse(document, node.offset, 'its top is not an object');
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    reportParse(document, error.offset, error.message);
  }
}

function collectGroup(group: JsonObjectNode, prefix: string, document: CopyDocument): void {
  for (const { key, offset, value } of group.members) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (value.kind === 'object') collectGroup(value, path, document);
    else collectMessage(path, offset, value, document);
  }
}

function collectMessage(key: string, offset: number, node: JsonNode, document: CopyDocument): void {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return reportParse(document, node.offset, `"${key}" is not a text`);
  const earlier = document.messages.get(key);
  if (earlier !== undefined) {
    const { file, line, column } = earlier.place;
    document.problems.push(copyDupKey({ key, locale: document.locale, first: `${file}:${line}:${column}` }, { place: placeOf(document, offset) }));
    return undefined;
  }
  const written = document.text.slice(node.offset + 1, node.offset + node.length - 1);
  document.messages.set(key, { text: node.value, place: placeOf(document, node.offset + 1), ...(written === node.value ? {} : { written }) });
}

function reportParse(document: CopyDocument, offset: number, problem: string): void {
  document.problems.push(copyParse({ file: document.path, problem }, { place: placeOf(document, offset) }));
}

const placeOf = ({ path, text }: CopyDocument, offset: number): Required<Place> => ({ file: path, ...locateOffset(text, offset) });

/** The place of a character of a message, counted in UTF-16 units of its text. */
export function placeWithin({ place, written }: CopyMessage, offset: number): Required<Place> {
  let column = place.column + offset;
  for (const [escape] of (written ?? '').matchAll(/\\(?:u[0-9a-fA-F]{4}|.)|[^\\]/gs)) {
    if (offset <= 0) break;
    offset -= escape.startsWith('\\') ? 1 : escape.length;
    column += escape.startsWith('\\') ? escape.length - 1 : 0;
  }
  return { ...place, column };
}
