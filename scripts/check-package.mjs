/** Packs the package as it stands and looks at it as those do who install it: publint for its manifest, attw for its types. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'visuals-pack-'));

try {
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]);
  const archive = join(folder, readdirSync(folder)[0] ?? '');
  run('publint', [archive, '--strict']);
  run('attw', [archive, '--profile', 'esm-only', '--no-emoji']);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(command, parameters) {
  const { status, error } = spawnSync(command, parameters, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (error) throw error;
  if (status !== 0) process.exitCode = 1;
}
