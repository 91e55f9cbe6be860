import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { quietEnvironment } from './environment.mjs';
import { measureCommand } from './measure-command.mjs';

const { resolve } = createRequire(import.meta.url);

/**
 * A tool that decides, as we do, that nothing is to be done about N files.
 * @typedef {{ name: string, measure: () => import('./statistics.mjs').Sample }} Peer
 *
 * Files that exist already, as paths relative to a folder.
 * @typedef {{ source: string, paths: readonly string[], folder: string }} PeerOptions
 */

/**
 * Sets up every peer that is there, and has each do its work once, so that what follows is a no-op.
 * @param {PeerOptions} options
 * @returns {Promise<{ peers: readonly Peer[], missing: readonly string[] }>}
 */
export async function createPeers(options) {
  const created = await Promise.all(
    Object.entries({ turbo: createTurbo, wireit: createWireit, make: createMake }).map(async ([name, create]) => ({ name, own: await create(options) })),
  );
  return { peers: created.flatMap(({ own }) => own), missing: created.filter(({ own }) => own.length === 0).map(({ name }) => name) };
}

/**
 * One task whose inputs are all files, in a git repository where they are committed, which is what turbo is quickest with. It keeps to its local cache. Started
 * as its package does, by a script that Node runs; and once more without that, to tell what the program behind it takes.
 * @param {PeerOptions} options
 * @returns {Promise<readonly Peer[]>}
 */
async function createTurbo({ source, paths, folder }) {
  const cwd = join(folder, 'turbo');
  const program = findTurbo();
  const script = findModule('turbo/package.json', 'bin/turbo');
  if (program === undefined || script === undefined || !isThere('git')) return [];
  const workspace = join('packages', 'pictures');
  await copyInputs(source, paths, join(cwd, workspace));
  await writeJson(join(cwd, 'package.json'), { name: 'peer', private: true, packageManager: 'npm@10.8.2', workspaces: ['packages/*'] });
  await writeJson(join(cwd, workspace, 'package.json'), {
    name: 'pictures',
    version: '1.0.0',
    private: true,
    scripts: { build: 'mkdir -p outputs && date > outputs/done' },
  });
  await writeJson(join(cwd, 'package-lock.json'), {
    name: 'peer',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'peer', workspaces: ['packages/*'] },
      'node_modules/pictures': { resolved: 'packages/pictures', link: true },
      'packages/pictures': { version: '1.0.0' },
    },
  });
  await writeJson(join(cwd, 'turbo.json'), { tasks: { build: { inputs: ['inputs/**'], outputs: ['outputs/**'] } } });
  await writeFile(join(cwd, '.gitignore'), 'node_modules\n.turbo\noutputs\n');
  const author = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.org', '-c', 'commit.gpgsign=false'];
  for (const words of [
    ['init', '--quiet'],
    ['add', '.'],
    [...author, 'commit', '--quiet', '--message', 'inputs'],
  ])
    run('git', words, cwd);
  const words = ['run', 'build', '--skip-infer', '--no-update-notifier', '--cache=local:rw', '--ui=stream'];
  run(program, words, cwd);
  const second = run(program, words, cwd);
  if (!/1 cached, 1 total/.test(second)) throw new Error(`turbo has no hit: ${second}`);
  const start = (/** @type {readonly string[]} */ first) => () => measureCommand([...first, ...words, '--output-logs=none'], { cwd });
  return [
    { name: 'turbo, one task', measure: start([process.execPath, script]) },
    { name: 'the same, only its native program', measure: start([program]) },
  ];
}

/**
 * One script whose inputs are all files. Started as npm would start it, but without npm.
 * @param {PeerOptions} options
 * @returns {Promise<readonly Peer[]>}
 */
async function createWireit({ source, paths, folder }) {
  const cwd = join(folder, 'wireit');
  const program = findModule('wireit/package.json', 'bin/wireit.js');
  if (program === undefined) return [];
  await copyInputs(source, paths, cwd);
  const wireit = { build: { command: 'mkdir -p outputs && date +%N > outputs/done', files: ['inputs/**'], output: ['outputs/**'] } };
  await writeJson(join(cwd, 'package.json'), { name: 'peer', private: true, scripts: { build: 'wireit' }, wireit });
  const env = { npm_lifecycle_event: 'build', npm_package_json: join(cwd, 'package.json'), npm_config_user_agent: 'npm/10.8.2' };
  const done = join(cwd, 'outputs', 'done');
  const measure = () => measureCommand([process.execPath, program], { cwd, env });
  measure();
  const before = readFileSync(done, 'utf8');
  measure();
  if (readFileSync(done, 'utf8') !== before) throw new Error('wireit runs its script again');
  return [{ name: 'wireit, one script', measure }];
}

/**
 * One target a file, each newer than its source; no built-in rules, which would cost it more.
 * @param {PeerOptions} options
 * @returns {Promise<readonly Peer[]>}
 */
async function createMake({ source, paths, folder }) {
  const cwd = join(folder, 'make');
  if (!isThere('make')) return [];
  await copyInputs(source, paths, cwd);
  await cp(join(cwd, 'inputs'), join(cwd, 'outputs'), { recursive: true });
  const rule = 'outputs/%: inputs/%\n\tmkdir -p $(@D)\n\tcp $< $@\n';
  await writeFile(
    join(cwd, 'Makefile'),
    `files := ${paths.join(' \\\n  ')}\nall: $(addprefix outputs/,$(files))\n.PHONY: all\n$(addprefix outputs/,$(files)): ${rule}`,
  );
  if (!run('make', ['-rR'], cwd).includes('Nothing to be done')) throw new Error('make finds something to do');
  return [{ name: 'make, N targets', measure: () => measureCommand(['make', '-rR'], { cwd }) }];
}

/**
 * @param {string} source
 * @param {readonly string[]} paths
 * @param {string} cwd
 */
async function copyInputs(source, paths, cwd) {
  const wanted = new Set(paths.map((path) => join(source, path)));
  const folders = new Set([...wanted].flatMap((path) => path.split('/').map((_, depth, parts) => parts.slice(0, depth + 1).join('/'))));
  await mkdir(cwd, { recursive: true });
  await cp(source, join(cwd, 'inputs'), { recursive: true, filter: (path) => wanted.has(path) || folders.has(path) });
}

/** The native program of this machine, a dependency of the package. */
function findTurbo() {
  const platforms = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
  const architectures = { x64: '64', arm64: 'arm64' };
  return findModule(
    `@turbo/${platforms[process.platform]}-${architectures[process.arch]}/package.json`,
    process.platform === 'win32' ? 'bin/turbo.exe' : 'bin/turbo',
  );
}

/**
 * @param {string} manifest
 * @param {string} path
 */
function findModule(manifest, path) {
  try {
    return join(resolve(manifest), '..', path);
  } catch {
    return undefined;
  }
}

/** @param {string} program */
function isThere(program) {
  return spawnSync(program, ['--version'], { env: quietEnvironment }).error === undefined;
}

/**
 * @param {string} program
 * @param {readonly string[]} words
 * @param {string} cwd
 */
function run(program, words, cwd) {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, env: quietEnvironment, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`\`${program} ${words.join(' ')}\` ended with ${status}: ${stderr.slice(-2000)}`);
  return stdout;
}

/**
 * @param {string} path
 * @param {object} value
 */
async function writeJson(path, value) {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
