import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { initProject } from '../../src/init-project.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** A registry on this machine that has these packages, each with nothing in it, and no others. */
async function startRegistry(names: readonly string[]): Promise<string> {
  const archives = new Map(names.map((name) => [name, packEmpty(name)]));
  const server = createServer(({ url = '', headers }, response) => {
    const name = decodeURIComponent(url.slice(1));
    const archive = archives.get(name.replace(/\/-\/.*$/, ''));
    if (archive === undefined) return void response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"Not found"}');
    if (name.endsWith('.tgz')) return void response.end(archive);
    const tarball = `http://${headers.host}/${name}/-/${basename(name)}-1.0.0.tgz`;
    response.end(JSON.stringify({ name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { name, version: '1.0.0', dist: { tarball } } } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function packEmpty(name: string): Buffer {
  const folder = createTemporaryFolder();
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
  const file = execFileSync('npm', ['pack', '--silent'], { cwd: folder, encoding: 'utf8' }).trim();
  return readFileSync(join(folder, file));
}

/** A site that is set in a family of Google Fonts of that name, and `init` in it with the real npm. */
async function start(registry: string, family: string) {
  const root = createTemporaryFolder();
  const files = { 'package.json': '{}', 'index.html': `<link href="https://fonts.googleapis.com/css2?family=${family}&display=swap" rel="stylesheet">` };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  vi.stubEnv('npm_config_registry', registry).stubEnv('npm_config_fetch_retries', '0').stubEnv('npm_config_cache', createTemporaryFolder());
  // As under `npm test --silent`.
  vi.stubEnv('npm_config_loglevel', 'silent');
  onTestFinished(() => void vi.unstubAllEnvs());
  const report = await initProject({ root, version: '1.0.0' });
  return { report, read: (path: string) => readFileSync(join(root, path), 'utf8'), has: (path: string) => existsSync(join(root, path)) };
}

test('a family that no package brings gives way to the usual one, and is told with what to do', { timeout: 60_000 }, async () => {
  const { report, read, has } = await start(await startRegistry(['visuals', '@expo-google-fonts/inter']), 'Nowhere+Sans');
  expect(report).toMatchObject({ exit: 0, install: { ran: true }, diagnostics: [{ code: 'FONT_UNPACKAGED', severity: 'warning' }] });
  expect(report.diagnostics[0]?.message).toBe(
    'The pictures are set in Inter: there is no package @expo-google-fonts/nowhere-sans for "Nowhere Sans" (Google Fonts in index.html).',
  );
  expect(has('node_modules/@expo-google-fonts/inter')).toBe(true);
  expect(read('visuals.config.ts')).toContain('node_modules/@expo-google-fonts/inter/');
  expect(JSON.parse(read('brand/tokens.json'))).toMatchObject({ font: { sans: { $value: 'Inter' } } });
});

test('without a network the files are written, and the command is told', { timeout: 60_000 }, async () => {
  const { report, read } = await start('http://127.0.0.1:9/', 'Sora');
  expect(report).toMatchObject({ exit: 1, install: { ran: false, command: 'npm install --save-dev visuals@1.0.0 @expo-google-fonts/sora' } });
  expect(report.diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ['INSTALL_FAILED', '`npm install --save-dev visuals@1.0.0 @expo-google-fonts/sora` could not reach the registry'],
  ]);
  expect(read('visuals.config.ts')).toContain('node_modules/@expo-google-fonts/sora/');
});

test('a version of the tool that is not there is told as it is', { timeout: 60_000 }, async () => {
  const { report } = await start(await startRegistry(['@expo-google-fonts/inter']), 'Inter');
  expect(report.diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('asked the registry for a package that it does not have')]);
});
