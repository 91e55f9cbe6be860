/**
 * Installs the packed tarball with install scripts off, and tries it on every Node that is supported: `node scripts/try-package.mjs [version…]`. Each entry is imported and required,
 * and a project is started and built. Versions come as npm's package `node`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.keys(exports).flatMap((path) => (path === './package.json' ? [] : [path.replace('.', 'visuals')]));
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['20.19.0', '22', '24', '26'];

/** Both ways must give the same names. */
const probe = `
const { strictEqual } = require('node:assert');
void (async () => {
  for (const entry of ${JSON.stringify(entries)}) strictEqual(Object.keys(require(entry)).sort().join(), Object.keys(await import(entry)).sort().join(), entry);
  console.log(process.version + ': ' + ${entries.length} + ' entries, imported and required');
})();
`;

const folder = mkdtempSync(join(tmpdir(), 'visuals-package-'));
const run = (command, ...words) =>
  execFileSync(command, words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], shell: process.platform === 'win32' });
try {
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: root, shell: process.platform === 'win32' });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  run(
    'npm',
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--silent',
    '--save-dev',
    join(folder, `visuals-${version}.tgz`),
    '@expo-google-fonts/inter',
  );
  writeFileSync(join(folder, 'probe.cjs'), probe);
  const command = join(folder, 'node_modules', 'visuals', 'dist', 'bin.cjs');
  for (const each of versions) {
    const node = (...words) => run('npx', '--yes', '--package', `node@${each}`, 'node', '--no-warnings', ...words);
    console.log(node('probe.cjs').trim());
    node(command, 'init', '--yes', '--no-install', '--quiet');
    console.log(node(command, 'build').trim());
    for (const made of ['.visuals', 'public', 'visuals.config.ts']) rmSync(join(folder, made), { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
