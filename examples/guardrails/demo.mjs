/**
 * Makes a git repository of this folder with two branches, `main` as it should be and `faults` with one commit for each of ten planted faults, and runs `visuals check` on both:
 * `node examples/guardrails/demo.mjs [folder] [--prepare]`. The folder stays, to look around in; `--prepare` leaves the checks to you.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const repository = resolve(here, '../..');
const visuals = join(repository, 'dist/bin.cjs');
const bought = 'visuals.vault/dd/dd9f871a3c9f46df348679cd0df2e1b999912d1fbb3f82526f6cccebb945a6a2';

/** What is planted, one commit each: a text that becomes another, a file that takes another's place, or what is done by hand. */
const faults = [
  { name: 'a text that is too long', file: 'copy/en.json', from: 'Light that comes along', to: 'Light that comes along wherever you happen to sit tonight' },
  { name: 'words over a picture that is too bright for them', file: 'visuals.config.ts', from: 'art/evening.svg', to: 'art/morning.svg' },
  { name: 'a button in another red', file: 'templates/offer/template.css', from: 'background-color: var(--color-accent)', to: 'background-color: #c24a1e' },
  { name: 'a licence that has run out', file: 'visuals.config.ts', from: '2099-12-31', to: '2025-12-31' },
  { name: 'a word misspelt in a picture', file: 'art/sign.png', instead: 'planted/sign.png' },
  { name: 'words in a picture that should have none', file: 'art/window.png', instead: 'planted/window.png' },
  { name: 'a letter that no font has', file: 'copy/en.json', from: 'Dusk, Dawn and Noon', to: 'Dusk, Dawn and 灯' },
  { name: 'a picture whose prompt changed and was not bought again', file: 'visuals.config.ts', from: 'spring outside', to: 'the first snow outside' },
  { name: 'a promise that nobody approved', file: 'copy/en.json', from: 'Ten years of parts', to: 'Twenty years of parts' },
];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { prepare: { type: 'boolean', default: false } } });
const folder = prepareFolder(positionals[0]);
commitClean();
commitFaults();
if (values.prepare) git('checkout', '--quiet', 'main');
else compareBranches();

function prepareFolder(name) {
  const root = name === undefined ? mkdtempSync(join(tmpdir(), 'visuals-guardrails-')) : resolve(name);
  if (existsSync(join(root, 'visuals.config.ts'))) throw new Error(`${root} holds a project already; name a folder that is not there yet.`);
  mkdirSync(root, { recursive: true });
  cpSync(here, root, { recursive: true, filter: (source) => source !== fileURLToPath(import.meta.url) });
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
  writeFileSync(join(root, '.gitignore'), '.visuals/\nnode_modules\nvisuals.vault/.journal/\n');
  return root;
}

/** The branch as it should be: built and approved. */
function commitClean() {
  git('init', '--quiet', '--initial-branch', 'main');
  git('config', 'user.name', 'Ada Lovelace');
  git('config', 'user.email', 'ada@example.com');
  run(['build', '--quiet']);
  run(['approve', '*', '--quiet']);
  commit('Ten cards, built and approved');
}

function commitFaults() {
  git('checkout', '--quiet', '-b', 'faults');
  for (const fault of faults) {
    plant(fault);
    commit(`Plant ${fault.name}`);
  }
  // Two of the cards can not be built; the others are published all the same.
  run(['build', '--draft', '--quiet'], 1);
  commit('Build what can be built');
  chmodSync(join(folder, bought), 0o644);
  appendFileSync(join(folder, bought), 'x');
  commit('Plant a bought picture with a byte too many');
}

function plant({ file, from, to, instead }) {
  const path = join(folder, file);
  if (instead !== undefined) return copyFileSync(join(folder, instead), path);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say "${from}".`);
  writeFileSync(path, text.replace(from, to));
}

function compareBranches() {
  for (const branch of ['main', 'faults']) {
    git('checkout', '--quiet', branch);
    console.log(`\n$ git checkout ${branch} && npx visuals check`);
    console.log(`exit ${runVisuals(['check'], 'inherit').status}`);
  }
  console.log(`\nThe repository lies in ${folder}; "git log faults" tells what was planted.`);
}

function commit(message) {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}

function git(...words) {
  const { status, stderr } = spawnSync('git', words, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`);
}

function run(words, promised = 0) {
  const { status, stdout, stderr } = runVisuals(words, 'pipe');
  if (status !== promised) throw new Error(`visuals ${words.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
}

function runVisuals(words, stdio) {
  return spawnSync(process.execPath, [visuals, ...words], { cwd: folder, encoding: 'utf8', stdio });
}
