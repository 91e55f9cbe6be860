import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository that the scripts belong to. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const command = join(root, 'dist', 'bin.cjs');

/** Machines that have one commit, in a folder. They have no key of a provider, and the variables of a build server. */
export function createTrial(folder, source = root) {
  const env = { PATH: process.env.PATH, HOME: folder, CI: 'true', NO_COLOR: '1' };
  const trial = {
    /** A clone of what is committed; packages are those of the repository. */
    clone: (name) => {
      const place = join(folder, name);
      const { status, stderr } = spawnSync('git', ['clone', '--quiet', '--no-hardlinks', source, place], { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      if (!existsSync(join(place, 'node_modules'))) symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
      return place;
    },
    /** Starts the command; `ended` tells how it ended, and all that it said. */
    start: (cwd, words, variables = {}) => {
      const begun = performance.now();
      const child = spawn(process.execPath, [command, ...words], { cwd, env: { ...env, ...variables } });
      let text = '';
      child.stdout.on('data', (data) => (text += data));
      child.stderr.on('data', (data) => (text += data));
      const ended = new Promise((done) => {
        child.on('close', (exit) => done({ exit, text, milliseconds: performance.now() - begun }));
      });
      return { child, ended };
    },
    run: (cwd, words, variables) => trial.start(cwd, words, variables).ended,
    /** Every file of the output folder with the digest of its bytes; a build, which has nothing to do, names the folder. */
    hashOutputs: async (place, words = []) => {
      const { manifest } = findReport((await trial.run(place, ['build', '--json', ...words])).text);
      return hashFolder(join(place, dirname(manifest)));
    },
  };
  return trial;
}

/** A store in a folder that all machines see, as variables: of who may read it, and of who may write as well. */
export function createStore(folder, address = join(folder, 'store')) {
  const keys = JSON.parse(spawnSync(process.execPath, [command, 'store', 'keygen', '--json'], { encoding: 'utf8' }).stdout);
  if (address.startsWith(folder)) mkdirSync(address);
  const reader = { VISUALS_STORE_URL: address, VISUALS_STORE_TRUSTED: `main=${keys.public}` };
  return { reader, writer: { ...reader, VISUALS_STORE_KEY: keys.secret } };
}

/** Paths that two sets of files do not have in common, byte for byte. */
export function compareFiles(files, others) {
  return [...new Set([...files.keys(), ...others.keys()])].filter((path) => files.get(path) !== others.get(path));
}

/** The report at the end of a build's JSON. */
export function findReport(text) {
  const lines = text.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  return lines.findLast(({ type }) => type === 'report').report;
}

/** Pictures that a build composed or encoded, as its report counts them. */
export function countDrawn({ ran }) {
  return (ran.compose ?? 0) + (ran.encode ?? 0);
}

/** Prints how a command ended. */
export function tell(name, { exit, text, milliseconds }) {
  const [first = '', ...more] = text.trim().split('\n');
  console.log(`${name}: exit ${exit} after ${formatSeconds(milliseconds)}; ${exit === 0 ? first : [first, ...more].join('\n')}`);
}

export function formatSeconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function hashFolder(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path), createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}
