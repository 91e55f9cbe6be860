import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { CopyUnit } from '../copy/copy-format.ts';
import { copyEndings, loadCopyFormat } from '../copy/copy-formats.ts';
import { importConflict, importFile, importSourceChanged, importUnknownKey } from '../diagnostics/copy.ts';
import { selectionEmpty } from '../diagnostics/project.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { hasVisibleText } from '../text/resolve-message.ts';
import type { LoadedProject } from './load-project.ts';

/** Which files hold translations. */
export interface TranslationsRequest {
  /** Absolute. */
  readonly root: string;
  readonly files: readonly string[];
  readonly locale?: string;
}

/** What translated files say for one language. */
export interface Translation {
  readonly locale: string;
  /** Key → text, those that differ from the copy. */
  readonly texts: ReadonlyMap<string, CopyUnit>;
  readonly unchanged: number;
  /** Keys that are translated neither there nor in the copy. */
  readonly untranslated: readonly string[];
}

/** The translations, and what is to be said about the files. */
export interface ReadTranslations {
  readonly translations: readonly Translation[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads translated files, which may lie anywhere, and leaves out what does not belong to the copy as it is now.
 * @throws VisualsError `IMPORT_FILE`, `SELECTION_EMPTY`, and what formats find in a file: everything at once
 */
export async function readTranslations(project: LoadedProject, { root, files, locale }: TranslationsRequest): Promise<ReadTranslations> {
  const { all, source } = project.config.locales;
  const targets = all.filter((each) => each !== source);
  if (locale !== undefined && !targets.includes(locale)) throw new VisualsError(selectionEmpty({ flag: '--locale', value: locale, known: targets }));
  const problems: Diagnostic[] = [];
  const read: TranslatedFile[] = [];
  for (const path of files) read.push(await readFile(path, { root, locale: locale ?? findLocale(path, targets), targets }));
  problems.push(...read.flatMap((file) => file.problems));
  if (problems.some(({ severity }) => severity === 'error')) throw new VisualsError(problems);
  const diagnostics = [...problems];
  const translations = [...new Set(read.map((file) => file.locale))].map((each) => {
    const units = read.filter((file) => file.locale === each).flatMap((file) => file.units);
    return sortUnits(units, { project, locale: each, diagnostics });
  });
  return { translations, diagnostics };
}

interface TranslatedFile {
  readonly locale: string;
  readonly units: readonly CopyUnit[];
  readonly problems: readonly Diagnostic[];
}

interface FileRequest {
  readonly root: string;
  readonly locale: string | undefined;
  readonly targets: readonly string[];
}

async function readFile(path: string, { root, locale, targets }: FileRequest): Promise<TranslatedFile> {
  const refuse = (problem: string, fix: string): TranslatedFile => ({
    locale: '',
    units: [],
    problems: [importFile({ file: path, problem, fix }, { place: { file: path } })],
  });
  if (locale === undefined) return refuse('its name does not tell its language', `Name the language: --locale, one of ${targets.join(', ')}.`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(resolve(root, path)));
    const format = await loadCopyFormat(path, text);
    if (format === undefined) return refuse('its format is not known', `Give it the ending of its format: ${copyEndings.join(', ')}.`);
    return { locale, ...format.read({ path, text, locale }) };
  } catch (error) {
    if (error instanceof VisualsError) return { locale, units: [], problems: error.diagnostics };
    if (error instanceof TypeError && !('syscall' in error)) return refuse('it is not UTF-8', 'Save it as UTF-8.');
    return refuse(describeFailure(error), 'Correct the path.');
  }
}

function describeFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (['EACCES', 'EPERM', 'EIO'].includes(code)) return `it can't be read (${code})`;
  throw error;
}

/** `de.xlf`, `site.de.po`, `campaign_pt-BR.csv`; the longest name that fits, so that `pt-BR` is not taken for `BR`. */
function findLocale(path: string, targets: readonly string[]): string | undefined {
  const stem = basename(path)
    .replace(/\.[^.]+$/, '')
    .toLowerCase();
  const fitting = targets.filter((target) => stem === target.toLowerCase() || ['.', '-', '_'].some((sign) => stem.endsWith(`${sign}${target.toLowerCase()}`)));
  return fitting.toSorted((a, b) => b.length - a.length)[0];
}

interface SortRequest {
  readonly project: LoadedProject;
  readonly locale: string;
  readonly diagnostics: Diagnostic[];
}

function sortUnits(units: readonly CopyUnit[], { project, locale, diagnostics }: SortRequest): Translation {
  const { copy, config } = project;
  const { source } = config.locales;
  const known = copy.keys(source);
  const taken = new Map<string, CopyUnit>();
  for (const unit of units.filter(({ text }) => hasVisibleText(text))) {
    const problem = judgeUnit(unit, copy.find(source, unit.key), { locale, known, earlier: taken.get(unit.key) });
    if (problem !== undefined) diagnostics.push(problem);
    else taken.set(unit.key, unit);
  }
  const changed = [...taken].filter(([key, { text }]) => copy.find(locale, key)?.text !== text);
  const untranslated = known.filter((key) => !taken.has(key) && copy.find(locale, key) === undefined);
  return { locale, texts: new Map(changed), unchanged: taken.size - changed.length, untranslated };
}

interface JudgeRequest {
  readonly locale: string;
  readonly known: readonly string[];
  /** The same message in a file before. */
  readonly earlier: CopyUnit | undefined;
}

function judgeUnit({ key, text, source, place }: CopyUnit, original: CopyUnit | undefined, { locale, known, earlier }: JudgeRequest): Diagnostic | undefined {
  if (original === undefined) return importUnknownKey({ key, locale, known }, { place });
  if (source !== undefined && source !== original.text) return importSourceChanged({ key, locale, exported: source, current: original.text }, { place });
  if (earlier === undefined || earlier.text === text) return undefined;
  const { file, line, column } = earlier.place;
  return importConflict({ key, locale, first: `${file}:${line}:${column}`, texts: [earlier.text, text] }, { place });
}
