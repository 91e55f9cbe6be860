import { build } from '../build.ts';
import { draftPublished } from '../diagnostics/project.ts';
import type { ResolvedConfig } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { LiveProblem, LiveSession } from '../model/live.ts';
import type { ProjectOptions, Selection } from '../model/report.ts';
import { findUnapproved } from '../project/find-unapproved.ts';
import { describeHost } from '../project/host.ts';
import { loadOwnConfig } from '../project/load-own-config.ts';
import { openWorkspace } from '../project/workspace.ts';
import { indexPictures } from '../publish/create-manifest.ts';
import { readManifest } from '../publish/read-manifest.ts';
import { openSession } from '../watch/open-session.ts';
import { matchesGlob } from '../matrix/select-cells.ts';
import type { OpenSiteOptions } from './site-options.ts';
import { writeSiteModule } from './write-site-module.ts';

/** A site whose pictures are there. */
export interface OpenSite {
  /** Ends the watching; nothing to do for a site that is not watched. */
  close(): Promise<void>;
}

/**
 * Makes the pictures of a site and the module that names them. In production it publishes what the last `visuals build` published, puts back what is missing of it, and refuses
 * drift, drafts and what lacks a required approval; a project that was never published is built. In development it builds, and with `watch` goes on with every change.
 * @throws VisualsError in production, and in development without `watch`, with all that is wrong
 */
export async function openSite(options: OpenSiteOptions): Promise<OpenSite> {
  if (options.mode === 'development' && options.watch) return watchSite(options);
  const isProduction = options.mode === 'production';
  const report = await build({ ...projectOf(options), ...(isProduction ? { frozen: true } : { draft: true }) });
  const config = await tryConfig(options);
  const found = report.diagnostics.filter(({ severity }) => severity === 'error');
  refuse(isProduction && config !== undefined ? [...found, ...findUnready(options, config)] : found);
  writeSiteModule({ ...options, config });
  return { close: async () => undefined };
}

/** In words for a bundler's error message, each problem once, with its place and its fix. */
export function formatProblems(problems: readonly (Diagnostic | LiveProblem)[]): string {
  const lines = problems.map((each) => `${each.code}: ${formatPlace(each)}${each.message}\n  ${each.fix}`);
  return [...new Set(lines)].join('\n');
}

function formatPlace(problem: Diagnostic | LiveProblem): string {
  const { file, line, column } = 'place' in problem ? (problem.place ?? {}) : (problem as LiveProblem);
  return file === undefined ? '' : `${[file, line, column].filter((part) => part !== undefined).join(':')} `;
}

function refuse(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length === 0) return;
  const error = new VisualsError(diagnostics);
  error.message = formatProblems(diagnostics);
  // A bundler prints the stack, which would say where we noticed, not where the mistake is.
  error.stack = `${error.name}: ${error.message}`;
  throw error;
}

/** What the site leaves out is neither built nor asked about. */
function projectOf({ root, config, only }: OpenSiteOptions): ProjectOptions & Selection {
  return { root, ...(config !== undefined && { config }), ...(only !== undefined && { only }) };
}

/** The config alone; undefined when it can't be loaded, which the build has said already. */
async function tryConfig(options: OpenSiteOptions): Promise<ResolvedConfig | undefined> {
  try {
    return (await loadOwnConfig(openWorkspace(describeHost(projectOf(options)), undefined))).config;
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return undefined;
  }
}

/** Published pictures that must not be seen: stand-ins, and what lacks a required approval. Of assets that the site does not use, nothing is asked. */
function findUnready({ root, only }: OpenSiteOptions, config: ResolvedConfig): readonly Diagnostic[] {
  const published = readManifest(root, config.output.dir) ?? { version: 1, assets: {} };
  const isWanted = (asset: string): boolean => only === undefined || only.some((pattern) => matchesGlob(pattern, asset));
  const pictures = [...indexPictures(published)].filter(([cell]) => isWanted(cell.slice(0, cell.indexOf('/'))));
  const drafts = pictures.filter(([, { draft }]) => draft === true).map(([cell]) => cell);
  return [
    ...(drafts.length > 0 ? [draftPublished({ cells: drafts.length, example: drafts[0]! })] : []),
    ...findUnapproved(
      root,
      config.assets.filter(({ id }) => isWanted(id)),
      published,
    ),
  ];
}

/** The module is there, perhaps without pictures, when this returns; a mistake in the project is told and mended while the site runs. */
async function watchSite(options: OpenSiteOptions): Promise<OpenSite> {
  const session = await openSession(projectOf(options));
  let told = '';
  const settle = async (): Promise<void> => {
    const problems = formatProblems(session.state().problems.filter(({ severity }) => severity === 'error'));
    writeSiteModule({ ...options, config: await tryConfig(options), problems });
    if (problems !== '' && problems !== told) options.warn(problems);
    told = problems;
  };
  let work = settleOnce(session).then(settle);
  await work;
  const unsubscribe = session.subscribe((event) => {
    if (event.type === 'phase' && isSettled(event.phase)) work = work.then(settle);
  });
  return {
    close: async () => {
      unsubscribe();
      await work;
      await session.close();
    },
  };
}

function isSettled(phase: string): boolean {
  return phase === 'idle' || phase === 'broken';
}

/** Waits for the end of the first build. */
function settleOnce(session: LiveSession): Promise<void> {
  return new Promise((resolve) => {
    if (isSettled(session.state().phase)) return resolve();
    const unsubscribe = session.subscribe((event) => {
      if (event.type !== 'phase' || !isSettled(event.phase)) return;
      unsubscribe();
      resolve();
    });
  });
}
