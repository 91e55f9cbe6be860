import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Builds `dist/` before the tests when a source is newer than it, so that tests may run the real command. */
export default function buildCurrentDist(): void {
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly bin: { readonly visuals: string } };
  const built = join(root, bin.visuals);
  if (existsSync(built) && newestOf(['src', 'templates', 'scripts/build.mjs', 'package.json', 'test/support/openai-server']) <= statSync(built).mtimeMs) return;
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`dist/ could not be built:\n${stderr}`);
}

function newestOf(paths: readonly string[]): number {
  return Math.max(...paths.map((path) => newestIn(join(root, path))));
}

/** A file that is gone changes its folder's time, so folders count too. */
function newestIn(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
