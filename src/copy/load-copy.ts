import { refuseSecrets } from '../config/refuse-secrets.ts';
import { copyFileMissing, copyFormat, copyParse } from '../diagnostics/text.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { ResolvedLocales } from '../model/config.ts';
import { VisualsError, type Diagnostic } from '../model/diagnostic.ts';
import type { InputFiles } from '../spec/input-files.ts';
import type { CopyUnit, ParsedCopy } from './copy-format.ts';
import { copyEndings, loadCopyFormat } from './copy-formats.ts';
import { describeDuplicate } from './unit-collector.ts';

/** The messages of all locales. */
export interface Copy {
  find(locale: string, key: string): CopyUnit | undefined;
  /** In code-unit order; empty for a locale without copy. */
  keys(locale: string): readonly string[];
}

/** What {@link loadCopy} reads. */
export interface CopySource {
  readonly files: InputFiles;
  /** With `{locale}`, unless a file holds several languages; may hold globs. */
  readonly patterns: readonly string[];
  readonly locales: Pick<ResolvedLocales, 'all' | 'fallback'>;
}

/** Largest copy file in bytes. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Reads the messages of the project's locales and of those that they fall back to, from files of any format.
 * @throws VisualsError with all that is wrong: `COPY_PARSE`, `COPY_DUP_KEY`, `COPY_FILE_MISSING`, `COPY_FORMAT`, `COPY_LOCALE`, `COPY_PLURAL`, and what reading a file throws
 */
export async function loadCopy({ files, patterns, locales }: CopySource): Promise<Copy> {
  const problems: Diagnostic[] = [];
  const messages = new Map<string, ReadonlyMap<string, CopyUnit>>();
  for (const locale of listLocales(locales)) {
    const found = await findCopyFiles(files, patterns, locale);
    const read = await Promise.all(found.map((file) => readFound(file, locale, files)));
    const own = read.filter((each) => each !== undefined);
    if (own.length > 0) messages.set(locale, mergeFiles(locale, own, problems));
  }
  const uncovered = locales.all.filter((locale) => ![locale, ...(locales.fallback[locale] ?? [])].some((each) => messages.has(each)));
  problems.push(...uncovered.map((locale) => copyFileMissing({ locale, paths: patterns.map((pattern) => fillPattern(pattern, locale)) })));
  if (problems.length > 0) throw new VisualsError(removeRepeated(problems));
  return { find: (locale, key) => messages.get(locale)?.get(key), keys: (locale) => [...(messages.get(locale)?.keys() ?? [])].toSorted(compareCodeUnits) };
}

const listLocales = ({ all, fallback }: CopySource['locales']): readonly string[] => [...new Set([...all, ...all.flatMap((locale) => fallback[locale] ?? [])])];

const fillPattern = (pattern: string, locale: string): string => pattern.replaceAll('{locale}', locale);

/** A copy file that a pattern leads to. */
export interface FoundCopyFile {
  readonly path: string;
  /** Whether its pattern is the same for every locale. */
  readonly shared: boolean;
}

/** The copy files of a locale, in the order of the patterns. */
export async function findCopyFiles(files: InputFiles, patterns: readonly string[], locale: string): Promise<readonly FoundCopyFile[]> {
  const found = new Map<string, FoundCopyFile>();
  for (const each of patterns) {
    const pattern = fillPattern(each, locale);
    const paths = /[*?[\]{}()!]/.test(pattern) ? await files.list([pattern]) : [pattern].filter((path) => files.exists(path));
    for (const path of paths) if (!found.has(path)) found.set(path, { path, shared: pattern === each });
  }
  return [...found.values()];
}

/** Undefined for a file of many languages that has not this one. */
async function readFound({ path, shared }: FoundCopyFile, locale: string, files: InputFiles): Promise<ParsedCopy | undefined> {
  try {
    const text = await readCopyText(path, files);
    const format = await loadCopyFormat(path, text);
    if (format === undefined) return { units: [], problems: [copyFormat({ file: path, known: copyEndings }, { place: { file: path } })] };
    const parsed = format.read({ path, text, locale, shared });
    return shared && parsed.problems.some(({ code }) => code === 'COPY_LOCALE') ? undefined : parsed;
  } catch (error) {
    if (error instanceof VisualsError) return { units: [], problems: error.diagnostics };
    throw error;
  }
}

/**
 * A copy file as text.
 * @throws VisualsError `COPY_PARSE` when it is not UTF-8, `SECRET_IN_CONFIG`, and what reading a file throws
 */
export async function readCopyText(path: string, files: InputFiles): Promise<string> {
  const text = decode((await files.read(path, { mostBytes })).bytes, path);
  refuseSecrets(text, { file: path, what: 'the copy' });
  return text;
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new VisualsError(copyParse({ file: path, problem: 'it is not UTF-8' }, { place: { file: path } }));
  }
}

function mergeFiles(locale: string, read: readonly ParsedCopy[], problems: Diagnostic[]): ReadonlyMap<string, CopyUnit> {
  const messages = new Map<string, CopyUnit>();
  for (const parsed of read) {
    for (const problem of parsed.problems) problems.push(problem);
    for (const unit of parsed.units) {
      const earlier = messages.get(unit.key);
      if (earlier === undefined) messages.set(unit.key, unit);
      else problems.push(describeDuplicate(earlier, unit.key, locale, unit.place));
    }
  }
  return messages;
}

/** A file of many languages tells of its faults once for each. */
function removeRepeated(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
