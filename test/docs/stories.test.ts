import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createStoreKeys } from '../../src/create-store-keys.ts';

/**
 * Documents that tell a story are typed along: a block with `file=…` is written, one with `in=…` is put into the config, each line of a `sh` block is run with the
 * built command. `# exit 3` behind a line is the exit code that the document promises; what lasts until somebody ends it, and a line that ends with `&`, goes on in the background.
 */
const stories = [
  'docs/bulk.md',
  'docs/checks.md',
  'docs/ci.md',
  'docs/generating.md',
  'docs/init.md',
  'docs/provenance.md',
  'docs/recipes.md',
  'docs/review.md',
  'docs/scaling.md',
  'docs/sharing.md',
  'docs/start.md',
  'docs/text.md',
  'docs/writing-templates.md',
];

/** These are about a project that was begun and built. */
const begun: ReadonlySet<string> = new Set(['docs/ci.md', 'docs/review.md', 'docs/sharing.md']);

/** Blocks that are not typed along here, by document and first line, and where else they are tried. */
const elsewhere: { readonly [block: string]: string } = {
  'README.md: npm ci': '.ci/run builds this campaign twice',
  'README.md: // visuals.config.ts': 'fragments.test.ts plans it',
  'README.md: npx visuals init': 'docs/start.md and docs/init.md',
  'README.md: npx visuals build --shard 1/4 --out parts/1': 'docs/scaling.md',
  'README.md: # on five machines: a clone of the commit, `npm ci`, `npm i -D bullmq ioredis`, and what they share': 'test/end-to-end/try-fleet.test.ts',
  'README.md: npx visuals plan --verbose': 'docs/generating.md',
  'CONTRIBUTING.md: npm ci': 'they are what runs this',
  'docs/bulk.md: node examples/product-cards/make-products.mjs': 'test/data/product-cards.test.ts; all 5,000 cards take minutes',
  'docs/sharing.md: # CI of main: the secret key writes': 'sharing.test.ts',
  'docs/sharing.md: # CI of a pull request': 'sharing.test.ts',
  'docs/sharing.md: location /visuals/ {': 'sharing.test.ts',
  'examples/guardrails/README.md: node examples/guardrails/demo.mjs': 'test/checks/planted-faults.test.ts',
};

const repository = join(import.meta.dirname, '../..');
const background: ChildProcess[] = [];
const folders: string[] = [];

afterAll(() => {
  for (const child of background) child.kill();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Block {
  readonly language: string;
  /** The file that the block is. */
  readonly file: string | undefined;
  /** The config that the block is put into. */
  readonly within: string | undefined;
  readonly text: string;
}

function readBlocks(document: string): readonly Block[] {
  const blocks = readFileSync(join(repository, document), 'utf8').matchAll(/^```(\w+)(?: file=(\S+))?(?: in=(\S+))?\n([^]*?)^```$/gm);
  return [...blocks].map(([, language = '', file, within, text = '']) => ({ language, file, within, text }));
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** What stands in documents for a port that may be taken here, for a team's keys and for its store: a folder in somebody's home. */
async function findStandIns(root: string): Promise<ReadonlyMap<string, string>> {
  const [keys, store] = [createStoreKeys(), join(root, '.store')];
  mkdirSync(store);
  return new Map([
    ['4791', String(await findFreePort())],
    ['visuals-public-…', keys.public],
    ['visuals-secret-…', keys.secret],
    ['https://cache.example.com/visuals', store],
  ]);
}

/** A folder in which `npx visuals` is the built command and packages are those of the repository; it is somebody's home. */
function createFolder(): { readonly root: string; readonly env: NodeJS.ProcessEnv } {
  const root = mkdtempSync(join(tmpdir(), 'visuals-story-'));
  folders.push(root);
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  const commands = join(root, '.commands');
  mkdirSync(commands);
  // What `init` and npm would install is there.
  const visuals = `[ "$1" = init ] && set -- "$@" --no-install\nexec "${process.execPath}" "${join(repository, 'dist/bin.cjs')}" "$@"\n`;
  const scripts = { visuals, npx: `shift\n${visuals}`, npm: 'shift 2\nfor each do [ "$each" = visuals ] || [ -d "node_modules/$each" ] || exit 1; done\n' };
  writeFileSync(join(root, '.gitconfig'), '[user]\n  name = Ada\n  email = ada@example.com\n');
  for (const [name, script] of Object.entries(scripts)) writeFileSync(join(commands, name), `#!/bin/sh\n${script}`, { mode: 0o755 });
  return { root, env: { PATH: `${commands}:${process.env['PATH'] ?? ''}`, HOME: root, NO_COLOR: '1' } };
}

describe.each(stories)('%s', (document) => {
  test('does what it says', async () => {
    const place = createFolder();
    const standIns = await findStandIns(place.root);
    if (begun.has(document)) for (const line of ['npx visuals init --yes', 'npx visuals build']) await runLine(line, place);
    for (const { text, ...block } of readBlocks(document)) await typeBlock({ ...block, text: replaceAll(text, standIns) }, place);
  }, 180_000);
});

test('no document has a block that nothing tries', () => {
  const folders = ['.', 'docs', 'examples/guardrails'];
  const documents = folders.flatMap((folder) => readdirSync(join(repository, folder)).map((name) => join(folder, name)));
  const untold = documents
    .filter((document) => document.endsWith('.md'))
    .flatMap((document) => {
      const blocks = readBlocks(document).filter((block) => !isFragment(block) && !(stories.includes(document) && isTyped(block)));
      return document === 'docs/site-integration.md' ? [] : blocks.map(({ text }) => `${document}: ${/^.+?(?=\s+#|\n)/.exec(text)?.[0]}`);
    });
  expect(untold.filter((block) => elsewhere[block] === undefined)).toEqual([]);
});

function replaceAll(text: string, standIns: ReadonlyMap<string, string>): string {
  return [...standIns].reduce((result, [name, value]) => result.replaceAll(name, value), text);
}

type Place = ReturnType<typeof createFolder>;

function isTyped({ language, file, within }: Block): boolean {
  return file !== undefined || within !== undefined || language === 'sh';
}

/** A part of a config: fragments.test.ts has the schema read it. */
function isFragment({ language, file, text }: Block): boolean {
  return language === 'ts' && file === undefined && !text.includes('import ');
}

async function typeBlock({ language, file, within, text }: Block, place: Place): Promise<void> {
  const path = join(place.root, file ?? within ?? '');
  if (file !== undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } else if (within !== undefined)
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace('defineConfig({\n', (start) => start + text),
    );
  else if (language === 'sh') for (const line of text.split('\n')) await runLine(line, place);
}

/** These last until somebody ends them. */
const lasting = /^npx visuals (?:watch|studio)\b/;

async function runLine(line: string, place: Place): Promise<void> {
  const [, command = '', promised = '0'] = /^(.*?)\s*(?:# (?:exit (\d+))?.*)?$/.exec(line) ?? [];
  if (command === '') return;
  if (command.endsWith('&')) return void (await startLine(command.slice(0, -1), place));
  if (lasting.test(command)) return endLine(await startLine(command, place));
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: place.root, env: place.env, encoding: 'utf8' });
  expect(status, `${command}\n${stdout}${stderr}`).toBe(Number(promised));
}

async function startLine(command: string, { root, env }: Place): Promise<ChildProcess> {
  const child = spawn('sh', ['-c', `exec ${command}`], { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] });
  background.push(child);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child;
}

/** As Ctrl-C does. */
async function endLine(child: ChildProcess): Promise<void> {
  child.kill('SIGINT');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(130);
}
