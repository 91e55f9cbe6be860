import type { CopyFormat, CopyText, TranslationUnit } from '../copy/copy-format.ts';
import { loadCopyFormat } from '../copy/copy-formats.ts';
import { importFile } from '../diagnostics/copy.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { findCopyFiles, readCopyText } from '../copy/load-copy.ts';
import type { InputFiles } from '../spec/input-files.ts';
import type { LoadedProject } from './load-project.ts';
import type { Translation } from './read-translations.ts';

/** A message that an import changed. */
export interface CopyChange {
  readonly locale: string;
  readonly key: string;
  /** Absent for a message that was not translated before. */
  readonly before?: string;
  readonly after: string;
  /** The copy file, relative to the root. */
  readonly file: string;
}

/** New texts, and the files that they go into. */
export interface UpdateRequest {
  readonly project: LoadedProject;
  readonly files: InputFiles;
  readonly translations: readonly Translation[];
}

/** The copy files as they are to be, and what changes in them. */
export interface UpdatedCopy {
  readonly changes: readonly CopyChange[];
  /** Path, relative to the root → text. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * The copy files with new texts in their places: a text that was there stays in its file, a new one goes where the source language has it. Nothing is written.
 * @throws VisualsError what formats find, such as `COPY_UNWRITABLE`
 */
export async function updateCopyFiles({ project, files, translations }: UpdateRequest): Promise<UpdatedCopy> {
  const changes: CopyChange[] = [];
  const updated = new Map<string, string>();
  for (const { locale, texts } of translations) {
    const homes = createHomes(project, locale);
    const groups = new Map<string, Map<string, string>>();
    for (const [key, { text }] of texts) {
      const before = project.copy.find(locale, key)?.text;
      const file = homes(key);
      changes.push({ locale, key, ...(before !== undefined && { before }), after: text, file });
      groups.set(file, (groups.get(file) ?? new Map<string, string>()).set(key, text));
    }
    const shared = new Set((await findCopyFiles(files, project.config.copy, locale)).flatMap((file) => (file.shared ? [file.path] : [])));
    for (const [path, added] of groups) {
      const text = updated.get(path) ?? (files.exists(path) ? await readCopyText(path, files) : undefined);
      updated.set(path, await updateFile({ path, text, locale, shared: shared.has(path), added, project }));
    }
  }
  return { changes, files: updated };
}

/** Which file holds a message of a language. */
function createHomes({ copy, config }: LoadedProject, locale: string): (key: string) => string {
  const { source } = config.locales;
  return (key) => copy.find(locale, key)?.place.file ?? translatePath(copy.find(source, key)!.place.file, config.copy, source, locale);
}

/** The path with the other language where its pattern names one; a file of all languages stays. */
function translatePath(path: string, patterns: readonly string[], source: string, locale: string): string {
  for (const pattern of patterns) {
    const parts = pattern.split('{locale}').map((part) => `(${formatGlob(part)})`);
    const match = new RegExp(`^${parts.join(source)}$`).exec(path);
    if (match !== null) return match.slice(1).join(locale);
  }
  const fix = 'Make the copy file of the language yourself, with the message in it, and import again.';
  throw new VisualsError(importFile({ file: path, problem: `no pattern of \`copy\` tells where its messages go for ${locale}`, fix }));
}

/** Part of a glob as a regular expression without groups of its own. */
function formatGlob(part: string): string {
  return part.replaceAll(
    /\*+|[{},?.+^$()|\\]/g,
    (sign) => ({ '{': '(?:', '}': ')', ',': '|', '?': '[^/]' })[sign] ?? (sign.startsWith('*') ? '.*' : `\\${sign}`),
  );
}

interface FileUpdate {
  readonly path: string;
  /** Absent for a new file. */
  readonly text: string | undefined;
  readonly locale: string;
  readonly shared: boolean;
  readonly added: ReadonlyMap<string, string>;
  readonly project: LoadedProject;
}

async function updateFile({ path, text = '', locale, shared, added, project }: FileUpdate): Promise<string> {
  const format = (await loadCopyFormat(path, text))!;
  const file: CopyText = { path, text, locale, shared };
  const next = text === '' && format.write !== undefined ? createFile(format.write, locale, { added, project }) : format.update(file, added);
  verifyUpdate(format, file, { next, added });
  return next;
}

function createFile(write: NonNullable<CopyFormat['write']>, locale: string, { added, project }: Pick<FileUpdate, 'added' | 'project'>): string {
  const { source } = project.config.locales;
  const units = [...added].map(([key, target]): TranslationUnit => ({ key, source: project.copy.find(source, key)!.text, target }));
  return write({ sourceLocale: source, targetLocale: locale, units });
}

/** No message may be lost: what was not meant to change is read back as it was, and what was meant to is as it came. */
function verifyUpdate(format: CopyFormat, file: CopyText, { next, added }: { readonly next: string; readonly added: ReadonlyMap<string, string> }): void {
  const wanted = new Map([...(file.text === '' ? [] : format.read(file).units.map(({ key, text }) => [key, text] as const)), ...added]);
  const found = new Map(format.read({ ...file, text: next }).units.map(({ key, text }) => [key, text]));
  const lost = [...wanted].find(([key, text]) => found.get(key) !== text);
  if (lost !== undefined || found.size !== wanted.size)
    throw new Error(`${file.path} would not keep its messages: ${lost?.[0] ?? 'there are more than before'}`);
}
