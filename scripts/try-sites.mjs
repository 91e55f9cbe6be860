/**
 * Builds a small real site with every bundler and framework that there is a plugin for, and looks at each in Chromium; then does what a new user does, from the packed tarball in an empty
 * folder, a Vite site and an Astro site to a picture on a page: `node scripts/try-sites.mjs [name…]`. What they need is
 * installed into the folder for temporary files the first time, about half a gigabyte; `npm test` does the same with the small ones alone.
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const names = process.argv.slice(2);
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const parameters = [
  'run',
  'test/plugins',
  'test/start/new-user.test.ts',
  ...(names.length > 0 ? ['--testNamePattern', names.join('|')] : []),
  '--reporter',
  'verbose',
];
const child = spawn(process.execPath, [vitest, ...parameters], { cwd: root, stdio: 'inherit', env: { ...process.env, VISUALS_SITES: 'all' } });
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
