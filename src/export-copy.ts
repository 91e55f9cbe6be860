import { resolve } from 'node:path';
import { loadCopyFormat } from './copy/copy-formats.ts';
import type { CopyDocument, TranslationUnit } from './copy/copy-format.ts';
import { selectionEmpty } from './diagnostics/project.ts';
import { flagInvalid } from './diagnostics/usage.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import type { MessageUse } from './plan/list-message-uses.ts';
import { describeUnit, formatPicturePath } from './project/describe-unit.ts';
import { drawMessageCells } from './project/draw-message-cells.ts';
import type { MessageCells } from './project/draw-message-cells.ts';
import { describeHost } from './project/host.ts';
import { loadProject } from './project/load-project.ts';
import type { LoadedProject } from './project/load-project.ts';
import { measureLimits } from './project/measure-limits.ts';
import { planTranslation } from './project/plan-translation.ts';
import { readArtHeads } from './project/read-art-heads.ts';
import { openWorkspace } from './project/workspace.ts';
import type { Workspace } from './project/workspace.ts';
import { writeFileAtomic } from './store/write-file.ts';

/** Kinds of files that translators work with; `xliff` is version 1.2, `xliff-2` is 2.0. */
export const exportFormats = ['xliff', 'xliff-2', 'csv', 'po'] as const;

/** One of {@link exportFormats}. */
export type ExportFormat = (typeof exportFormats)[number];

/** What is exported. */
export interface ExportCopyOptions extends ProjectOptions {
  /** Default `xliff`. */
  readonly format?: string;
  /** Target locales; default all. */
  readonly locales?: readonly string[];
  /** Folder, relative to the root; default `translations`. */
  readonly out?: string;
  /** Whether limits are measured; default true. */
  readonly limits?: boolean;
}

/** One file for a translator. */
export interface ExportedFile {
  readonly locale: string;
  /** Relative to the root. */
  readonly path: string;
  readonly units: readonly ExportedUnit[];
}

/** A message as exported, and the picture that shows it, relative to the folder of the export. */
export interface ExportedUnit extends TranslationUnit {
  readonly picture?: string;
}

/** What was exported. */
export interface ExportCopyReport {
  readonly exit: number;
  readonly files: readonly ExportedFile[];
  /** Relative to the root. */
  readonly pictures: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Writes a file per target locale with every message of the source language: text, translation if any, what it is for, how much room it has, and a picture of a cell that shows it. Buys nothing. */
export async function exportCopy(options: ExportCopyOptions = {}): Promise<ExportCopyReport> {
  const workspace = openWorkspace(describeHost(options), undefined);
  const diagnostics: Diagnostic[] = [...workspace.warnings];
  try {
    const format = readFormat(options.format ?? 'xliff');
    const project = await loadProject(workspace);
    diagnostics.push(...project.diagnostics);
    const exported: Export[] = [];
    for (const locale of selectTargets(project, options.locales))
      exported.push(await exportLocale({ workspace, project, locale, format, options, diagnostics }));
    workspace.index.flush();
    // Nothing is written before everything is known to be writable.
    for (const { files } of exported) for (const [path, bytes] of files) writeFileAtomic(resolve(workspace.host.root, path), bytes);
    const pictures = exported.flatMap(({ files }) => [...files.keys()].filter((path) => path.endsWith('.webp')));
    return { exit: findWorstExit(diagnostics), files: exported.map(({ file }) => file), pictures, diagnostics };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    const all = [...diagnostics, ...error.diagnostics];
    return { exit: findWorstExit(all), files: [], pictures: [], diagnostics: all };
  }
}

function readFormat(written: string): ExportFormat {
  const format = exportFormats.find((each) => each === written);
  if (format === undefined) throw new VisualsError(flagInvalid({ flag: '--format', value: written, expected: exportFormats.join(', ') }));
  return format;
}

function selectTargets({ config }: LoadedProject, wanted: readonly string[] | undefined): readonly string[] {
  const { all, source } = config.locales;
  const targets = all.filter((locale) => locale !== source);
  const unknown = (wanted ?? []).filter((locale) => !targets.includes(locale));
  if (unknown.length > 0) throw new VisualsError(unknown.map((value) => selectionEmpty({ flag: '--locale', value, known: targets })));
  return targets.filter((locale) => wanted === undefined || wanted.includes(locale));
}

interface ExportRequest {
  readonly workspace: Workspace;
  readonly project: LoadedProject;
  readonly locale: string;
  readonly format: ExportFormat;
  readonly options: ExportCopyOptions;
  readonly diagnostics: Diagnostic[];
}

interface Export {
  readonly file: ExportedFile;
  /** Path → content. */
  readonly files: ReadonlyMap<string, Uint8Array | string>;
}

async function exportLocale(request: ExportRequest): Promise<Export> {
  const { workspace, project, locale, format, options, diagnostics } = request;
  const translation = await planTranslation(project, { locale });
  diagnostics.push(...translation.diagnostics);
  const { signal } = options;
  const artHeads = await readArtHeads({ workspace, project, plan: translation.plan, composes: translation.composes.values() });
  const limits = options.limits === false ? new Map() : await measureLimits({ workspace, project, translation, artHeads });
  const source = project.config.locales.source;
  const keys = project.copy.keys(source);
  const drawn = await drawMessageCells({ workspace, project, translation, keys, ...(signal !== undefined && { signal }) });
  const isComplete = project.config.assets.every(({ template }) => project.inputs.templates.has(template));
  const usesOf = (key: string): readonly MessageUse[] => translation.uses.get(key) ?? [];
  const units = keys.map((key) => describeUnit({ key, copy: project.copy, source, locale, uses: usesOf(key), limit: limits.get(key), drawn, isComplete }));
  const out = (options.out ?? 'translations').replace(/\/+$/, '');
  const path = `${out}/${locale}${endings[format]}`;
  const text = await writeDocument({ sourceLocale: source, targetLocale: locale, units }, format);
  return { file: { locale, path, units }, files: new Map<string, Uint8Array | string>([[path, text], ...listPictures(out, drawn)]) };
}

const endings: { readonly [Each in ExportFormat]: string } = { xliff: '.xlf', 'xliff-2': '.xlf', csv: '.csv', po: '.po' };

async function writeDocument(document: CopyDocument, format: ExportFormat): Promise<string> {
  const { write } = (await loadCopyFormat(endings[format], format === 'xliff-2' ? '<xliff version="2.0">' : ''))!;
  if (write === undefined) throw new Error(`${format} is a format that is written`);
  return write(document);
}

function listPictures(out: string, { pictures, cells }: MessageCells): readonly (readonly [string, Uint8Array])[] {
  const used = new Set(cells.values());
  return [...pictures].filter(([cell]) => used.has(cell)).map(([cell, bytes]) => [`${out}/${formatPicturePath(cell)}`, bytes] as const);
}
