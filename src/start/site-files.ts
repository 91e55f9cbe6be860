import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A text file of the site. */
export interface SiteFile {
  /** Relative to the root, forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Where styles, pages, logos and fonts of a site lie; anything deeper than four folders is no brand's home. */
const searched = ['.', 'src', 'app', 'styles', 'css', 'public', 'static', 'assets', 'messages', 'locales', 'i18n', 'lang', 'translations'] as const;
const skipped = new Set(['node_modules', 'dist', 'build', 'out', 'visuals', 'templates', 'coverage']);
const deepest = 4;
const mostFiles = 400;
const mostBytes = 512 * 1024;

/** Paths of the site's own files, in code-unit order; hidden ones, packages and what was built are left out. */
export function listSiteFiles(root: string): readonly string[] {
  const found = new Set<string>();
  for (const folder of searched) collect(root, folder === '.' ? '' : `${folder}/`, folder === '.' ? deepest : 1, found);
  return [...found].toSorted();
}

function collect(root: string, folder: string, depth: number, found: Set<string>): void {
  if (!existsSync(join(root, folder))) return;
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (entry.name.startsWith('.') || found.size >= mostFiles) continue;
    if (entry.isFile()) found.add(folder + entry.name);
    else if (entry.isDirectory() && folder !== '' && depth < deepest && !skipped.has(entry.name)) collect(root, `${folder}${entry.name}/`, depth + 1, found);
  }
}

/** Files whose path matches, with their text; very large ones are nobody's source and left out. */
export function readSiteFiles(root: string, paths: readonly string[], pattern: RegExp): readonly SiteFile[] {
  return paths.flatMap((path) => {
    if (!pattern.test(path) || statSync(join(root, path)).size > mostBytes) return [];
    return [{ path, text: readFileSync(join(root, path), 'utf8') }];
  });
}
