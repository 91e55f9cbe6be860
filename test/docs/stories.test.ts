import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

/**
 * Documents that tell a story are typed along: a block with `file=…` is written, each line of a `sh` block is run with the built command. `# exit 3` behind a line
 * is the exit code that the document promises; a line that ends with `&` goes on in the background.
 */
const stories = [
  'docs/bulk.md',
  'docs/checks.md',
  'docs/ci.md',
  'docs/generating.md',
  'docs/provenance.md',
  'docs/recipes.md',
  'docs/scaling.md',
  'docs/start.md',
  'docs/text.md',
  'docs/writing-templates.md',
];

/** These are about a project that was begun and built. */
const later: ReadonlySet<string> = new Set(['docs/ci.md']);

const repository = join(import.meta.dirname, '../..');
const background: ChildProcess[] = [];
const folders: string[] = [];

afterAll(() => {
  for (const child of background) child.kill();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
}

/** The port that documents name may be taken here: a free one stands in for it. */
async function readBlocks(document: string): Promise<readonly Block[]> {
  const text = readFileSync(join(repository, document), 'utf8').replaceAll(/\b4791\b/g, String(await findFreePort()));
  return [...text.matchAll(/^```(\w+)(?: file=(\S+))?\n([^]*?)^```$/gm)].map(([, language = '', file, body = '']) => ({ language, file, text: body }));
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** A folder in which `npx visuals` is the built command and packages are those of the repository. */
function createFolder(): { readonly root: string; readonly env: NodeJS.ProcessEnv } {
  const root = mkdtempSync(join(tmpdir(), 'visuals-story-'));
  folders.push(root);
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  const commands = join(root, '.commands');
  mkdirSync(commands);
  const npx = join(commands, 'npx');
  // What `init` would install is there.
  writeFileSync(npx, `#!/bin/sh\nshift\n[ "$1" = init ] && set -- "$@" --no-install\nexec "${process.execPath}" "${join(repository, 'dist/bin.cjs')}" "$@"\n`);
  chmodSync(npx, 0o755);
  const { PATH = '', HOME = root } = process.env;
  return { root, env: { PATH: `${commands}:${PATH}`, HOME, NO_COLOR: '1' } };
}

describe.each(stories)('%s', (document) => {
  test('does what it says', async () => {
    const { root, env } = createFolder();
    if (later.has(document)) for (const line of ['npx visuals init --yes', 'npx visuals build']) await runLine(line, { root, env });
    for (const { language, file, text } of await readBlocks(document)) {
      if (file !== undefined) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), text);
      } else if (language === 'sh') for (const line of text.split('\n')) await runLine(line, { root, env });
    }
  }, 180_000);
});

async function runLine(line: string, { root, env }: { readonly root: string; readonly env: NodeJS.ProcessEnv }): Promise<void> {
  const [, command = '', promised = '0'] = /^(.*?)\s*(?:# (?:exit (\d+))?.*)?$/.exec(line) ?? [];
  if (command === '') return;
  if (command.endsWith('&')) {
    const child = spawn('sh', ['-c', `exec ${command.slice(0, -1)}`], { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] });
    background.push(child);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    return;
  }
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: root, env, encoding: 'utf8' });
  expect(status, `${command}\n${stdout}${stderr}`).toBe(Number(promised));
}
