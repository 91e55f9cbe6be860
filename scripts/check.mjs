/**
 * `npm run check`: builds, then runs every `check:…` script of package.json, as many at once as there are cores. One line a step with its time; the output of
 * those that fail; exit code 1 if any did. Each step can be run on its own: `npm run check:lint`.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

process.exitCode = (await checkAll()) ? 0 : 1;

async function checkAll() {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  // Types that the project's own config completes from, and the package that is looked into, must be there first.
  if (!(await runStep('build', scripts.prepare))) return false;
  const waiting = Object.entries(scripts).filter(([name]) => name.startsWith('check:'));
  let fine = true;
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const passed = await runStep(next[0].slice('check:'.length), next[1]);
      fine &&= passed;
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
  return fine;
}

async function runStep(name, command) {
  const start = performance.now();
  const { code, output } = await capture(command);
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5);
  console.log(`${code === 0 ? '✓' : '✗'} ${name.padEnd(8)} ${seconds} s`);
  if (code !== 0) console.log(`${output.trimEnd()}\n`);
  return code === 0;
}

async function capture(command) {
  const env = {
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
    FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
  };
  const child = spawn(command, { cwd: root, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const parts = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => parts.push(part));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      parts.push(String(error));
      resolve(1);
    });
    child.once('close', (exit) => resolve(exit ?? 1));
  });
  return { code, output: parts.join('') };
}
