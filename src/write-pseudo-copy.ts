import { resolve } from 'node:path';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { selectionEmpty } from './diagnostics/project.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { createPseudoProject } from './project/create-pseudo-project.ts';
import { describeHost } from './project/host.ts';
import { loadProject } from './project/load-project.ts';
import { openWorkspace } from './project/workspace.ts';
import { writeFileAtomic } from './store/write-file.ts';
import { pseudoLocales } from './text/pseudo-localise.ts';

/** Which messages are wanted, and whether as files. */
export interface PseudoCopyOptions extends ProjectOptions {
  /** Of `en-XA` and `ar-XB`; default both. */
  readonly locales?: readonly string[];
  /** Folder relative to the root; without it nothing is written. */
  readonly out?: string;
}

/** The messages of the source language, as the pseudo-locales have them. */
export interface PseudoCopyReport {
  readonly exit: number;
  /** Locale → key → message. */
  readonly messages: { readonly [locale: string]: { readonly [key: string]: string } };
  /** Relative to the root. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Turns every message of the source language into the pseudo-locales, still as ICU MessageFormat; with `out`, writes `<locale>.json` there. */
export async function writePseudoCopy(options: PseudoCopyOptions = {}): Promise<PseudoCopyReport> {
  const workspace = openWorkspace(describeHost(options), undefined);
  try {
    const locales = selectLocales(options.locales);
    const project = await loadProject(workspace);
    const pseudo = await createPseudoProject(project);
    const keys = project.copy.keys(project.config.locales.source);
    const messages = Object.fromEntries(locales.map((locale) => [locale, Object.fromEntries(keys.map((key) => [key, pseudo.translate(locale, key)]))]));
    const { out } = options;
    const files = out === undefined ? [] : locales.map((locale) => writeMessages(workspace.host.root, `${out}/${locale}.json`, messages[locale]!));
    return { exit: findWorstExit(project.diagnostics), messages, files, diagnostics: project.diagnostics };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), messages: {}, files: [], diagnostics: error.diagnostics };
  }
}

function selectLocales(wanted: readonly string[] | undefined): readonly (typeof pseudoLocales)[number][] {
  const unknown = (wanted ?? []).filter((locale) => !pseudoLocales.some((each) => each === locale));
  if (unknown.length > 0) throw new VisualsError(unknown.map((value) => selectionEmpty({ flag: '--locale', value, known: pseudoLocales })));
  return pseudoLocales.filter((locale) => wanted === undefined || wanted.includes(locale));
}

function writeMessages(root: string, path: string, messages: object): string {
  writeFileAtomic(resolve(root, path), `${JSON.stringify(messages, undefined, 2)}\n`);
  return path;
}
