import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { quietEnvironment, root } from './environment.mjs';

/**
 * bash starts the command and tells, once it has ended, the microseconds in between and the CPU time of everything that was waited for. Node itself tells
 * only of its own process.
 */
const script = 'from=$EPOCHREALTIME; "$@" >/dev/null; status=$?; to=$EPOCHREALTIME; times; echo "$from $to"; exit $status';

/**
 * Runs a command and measures it; its output is dropped.
 * @param {readonly string[]} words the program and its arguments
 * @param {{ cwd?: string, env?: Record<string, string> }} options
 * @returns {import('./statistics.mjs').Sample}
 */
export function measureCommand(words, { cwd, env } = {}) {
  const { status, stdout, stderr, error } = spawnSync('bash', ['-c', script, 'bash', ...words], {
    cwd,
    env: { ...quietEnvironment, ...env },
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`\`${words.join(' ')}\` ended with ${status}: ${stderr.trim().slice(-2000)}`);
  const [, children = '', clock = ''] = stdout.trim().split('\n');
  const [from = 0, to = 0] = clock.split(' ').map(Number);
  const cpu = children.split(' ').reduce((sum, time) => sum + readTime(time), 0);
  return { wall: (to - from) * 1000, cpu };
}

/**
 * Milliseconds of `0m1.234s`.
 * @param {string} text
 */
function readTime(text) {
  const [, minutes = '0', seconds = '0'] = /^(\d+)m([\d.]+)s$/.exec(text) ?? [];
  return (Number(minutes) * 60 + Number(seconds)) * 1000;
}

/**
 * Builds a project by our command, as it is shipped.
 * @param {string} command
 * @param {string} cwd
 */
export function measureBuild(command, cwd) {
  return measureCommand([process.execPath, command, 'build'], { cwd });
}

/**
 * The same, with the peak memory of the process. A module that is loaded before ours tells it, which takes some milliseconds: for long runs only.
 * @param {string} command
 * @param {string} cwd
 * @param {readonly string[]} words what our command is told
 */
export function measureBuildMemory(command, cwd, words = ['build']) {
  const file = join(tmpdir(), `visuals-bench-peak-${process.pid}`);
  const preload = pathToFileURL(join(root, 'bench', 'support', 'report-peak.mjs')).href;
  const sample = measureCommand([process.execPath, '--import', preload, command, ...words], { cwd, env: { BENCH_PEAK_FILE: file } });
  const peak = Number(readFileSync(file, 'utf8'));
  rmSync(file);
  return { ...sample, peak };
}
