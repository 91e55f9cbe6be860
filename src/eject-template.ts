import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { templateTaken } from './diagnostics/project.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { describeHost } from './project/host.ts';
import type { Host } from './project/host.ts';
import { loadOwnConfig } from './project/load-own-config.ts';
import { loadShippedTemplate } from './project/load-shipped-template.ts';
import { openWorkspace } from './project/workspace.ts';

/** Which template is copied. */
export interface EjectOptions extends ProjectOptions {
  readonly name: string;
}

/** What was copied. */
export interface EjectReport {
  readonly exit: number;
  /** Relative to the root. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Copies a shipped template into the project's own, with the shared files that it uses; from then on the project's one is drawn, and gives the same bytes until it is changed. */
export async function ejectTemplate(options: EjectOptions): Promise<EjectReport> {
  const host = describeHost(options);
  try {
    const { folder } = await loadShippedTemplate(options.name, host);
    const target = `${await findTemplates(host)}/${options.name}`;
    if (existsSync(join(host.root, target))) throw new VisualsError(templateTaken({ path: target }));
    return { exit: 0, files: copyTemplate({ from: folder, root: host.root, target }), diagnostics: [] };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), files: [], diagnostics: error.diagnostics };
  }
}

/** The project's folder of templates; the usual one where there is no config yet. */
async function findTemplates(host: Host): Promise<string> {
  const workspace = openWorkspace(host, undefined);
  return workspace.files.exists(host.config) ? (await loadOwnConfig(workspace)).config.templates : 'templates';
}

interface CopyOptions {
  readonly from: string;
  readonly root: string;
  /** Relative to the root. */
  readonly target: string;
}

/** The sample stays behind: it is for the gallery. */
const leftBehind = /^(?:sample\.[jt]s|sheet\.webp|template\.js)$/;

function copyTemplate({ from, root, target }: CopyOptions): readonly string[] {
  const own = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((name) => !leftBehind.test(name) && /\.\w+$/.test(name));
  const copied = own.toSorted().map((name) => {
    const to = `${target}/${name.replaceAll('\\', '/').replace(/\.source$/, '.ts')}`;
    copyNew(join(from, name), join(root, to));
    return to;
  });
  return [...copied, ...copyShared({ from, root, target }, own)];
}

/** What markup, styles and contract name of `shared/`, where the project has none of that name. */
function copyShared({ from, root, target }: CopyOptions, own: readonly string[]): readonly string[] {
  const texts = own.map((name) => readFileSync(join(from, name), 'utf8'));
  const named = texts.flatMap((text) => [
    ...[...text.matchAll(/\.\.\/(shared\/[\w./-]+)/g)].map(([, path = '']) => path),
    ...[...text.matchAll(/\{\{>\s*(shared\/[\w/-]+)/g)].map(([, path = '']) => `${path}.hbs`),
  ]);
  return [...new Set(named)].toSorted().flatMap((path) => {
    const to = `${dirname(target)}/${path}`;
    const source = [path, path.replace(/\.ts$/, '.source')].map((each) => join(from, '..', each)).find((each) => existsSync(each));
    if (source === undefined || existsSync(join(root, to))) return [];
    copyNew(source, join(root, to));
    return [to];
  });
}

function copyNew(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  cpSync(source, target, { errorOnExist: true, force: false });
}
