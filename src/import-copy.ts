import { resolve } from 'node:path';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { checkTranslation } from './project/check-translation.ts';
import { describeHost } from './project/host.ts';
import { loadProject } from './project/load-project.ts';
import { readTranslations } from './project/read-translations.ts';
import type { Translation } from './project/read-translations.ts';
import { updateCopyFiles } from './project/update-copy-files.ts';
import type { CopyChange } from './project/update-copy-files.ts';
import { openWorkspace } from './project/workspace.ts';
import { writeFileAtomic } from './store/write-file.ts';

/** What is imported. */
export interface ImportCopyOptions extends ProjectOptions {
  /** Paths, relative to the root. */
  readonly files: readonly string[];
  /** Language of all files; without it, their names tell. */
  readonly locale?: string;
  /** Whether the new texts are laid out to see that they fit; default true. */
  readonly fit?: boolean;
  /** Tell what would change, and write nothing. */
  readonly dryRun?: boolean;
}

/** What an import did. */
export interface ImportCopyReport {
  readonly exit: number;
  /** What changed; what would have changed, when nothing was written. */
  readonly changes: readonly CopyChange[];
  /** Whether the changes are in the copy files. */
  readonly written: boolean;
  /** Messages that came back as they are in the copy. */
  readonly unchanged: number;
  /** Locale → keys of the source language without a translation, in the files and in the copy. */
  readonly untranslated: { readonly [locale: string]: readonly string[] };
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Takes the texts of translated files into the copy. All of them are checked first: placeholders and ICU structure against the source, characters against the fonts, room by laying out every card that shows a new text.
 * If anything is wrong, all of it is told and no file is written. Texts whose source has changed since the export, and unknown keys, are left out and told. Copy files keep their order, comments and indentation.
 */
export async function importCopy(options: ImportCopyOptions): Promise<ImportCopyReport> {
  const workspace = openWorkspace(describeHost(options), undefined);
  const diagnostics: Diagnostic[] = [...workspace.warnings];
  const nothing = { changes: [], written: false, unchanged: 0, untranslated: {} };
  try {
    const project = await loadProject(workspace);
    const { translations, diagnostics: read } = await readTranslations(project, { root: workspace.host.root, ...options });
    diagnostics.push(...read);
    for (const translation of translations) diagnostics.push(...(await checkTranslation({ workspace, project, translation, fit: options.fit ?? true })));
    workspace.index.flush();
    const isSound = diagnostics.every(({ severity }) => severity === 'warning');
    const { changes, files } = await updateCopyFiles({ project, files: workspace.files, translations });
    const written = isSound && !(options.dryRun ?? false);
    if (written) for (const [path, text] of files) writeFileAtomic(resolve(workspace.host.root, path), text);
    return { exit: findWorstExit(diagnostics), changes, written, ...count(translations), diagnostics };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    const all = [...diagnostics, ...error.diagnostics];
    return { exit: findWorstExit(all), ...nothing, diagnostics: all };
  }
}

function count(translations: readonly Translation[]): Pick<ImportCopyReport, 'unchanged' | 'untranslated'> {
  return {
    unchanged: translations.reduce((sum, { unchanged }) => sum + unchanged, 0),
    untranslated: Object.fromEntries(translations.map(({ locale, untranslated }) => [locale, untranslated])),
  };
}
