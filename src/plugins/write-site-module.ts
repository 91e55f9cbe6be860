import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matchesGlob } from '../matrix/select-cells.ts';
import type { ResolvedConfig } from '../model/config.ts';
import { locateState } from '../project/state-paths.ts';
import { prepareFolder } from '../project/workspace.ts';
import { readManifest } from '../publish/read-manifest.ts';
import { describeSite } from '../site/describe-site.ts';
import { formatSiteModule, runtimeName } from '../site/format-site-module.ts';
import { writeFileAtomic } from '../store/write-file.ts';
import { locateSiteModule } from './locate-site-module.ts';
import type { OpenSiteOptions } from './site-options.ts';

/** What a module is made from. */
export interface SiteModuleOptions extends Pick<OpenSiteOptions, 'root' | 'name' | 'url' | 'base' | 'publicFolder' | 'only'> {
  /** Absent for a project that can't be loaded: the module then has no pictures. */
  readonly config: ResolvedConfig | undefined;
  /** What the module says is wrong, in lines for a console; default nothing. */
  readonly problems?: string;
}

/**
 * Writes the module `visuals:assets` stands for: the published pictures as code that imports nothing but the runtime beside it. An unchanged file is left
 * alone, so that no bundler builds for nothing.
 */
export function writeSiteModule({ root, name, config, only, problems = '', ...serving }: SiteModuleOptions): void {
  const path = locateSiteModule(root, name);
  const folder = dirname(path);
  prepareFolder(locateState(root).folder);
  mkdirSync(folder, { recursive: true });
  const dir = config?.output.dir ?? '';
  const data = describeSite(config && readManifest(root, dir), {
    base: findBase(root, dir, serving),
    locales: config?.locales.all ?? [],
    wants: (id) => only === undefined || only.some((pattern) => matchesGlob(pattern, id)),
  });
  writeChanged(path, formatSiteModule(data, problems));
  const runtime = locateRuntime();
  if (existsSync(runtime)) writeChanged(join(folder, runtimeName), readFileSync(runtime, 'utf8'));
}

function writeChanged(path: string, text: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileAtomic(path, text);
}

/** Bundled, the runtime lies beside this file; in the source tree, in `dist/`. */
function locateRuntime(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, 'site.js');
  return existsSync(beside) ? beside : resolve(here, '..', '..', 'dist', 'site.js');
}

/** Folders that frameworks serve from the site's root. */
const publicFolders = ['public', 'static'];

function findBase(root: string, dir: string, { url, base = '/', publicFolder }: Pick<OpenSiteOptions, 'url' | 'base' | 'publicFolder'>): string {
  if (url !== undefined) return url.endsWith('/') ? url : `${url}/`;
  const folders = publicFolder === undefined ? publicFolders.map((name) => join(root, name)) : [publicFolder];
  const inside = folders.map((folder) => relative(folder, join(root, dir)).split(sep).join('/')).find((path) => !path.startsWith('..'));
  return `${base}${inside ?? dir}/`.replace(/(?<=[^:/])\/{2,}/g, '/');
}
