/**
 * Loaded into a command with `--import`: counts what the process changes on disk below its working directory, and at a given change breaks off or fails; with `path`, only changes of paths that hold it count.
 * VISUALS_TEST_FAULT is JSON: `{ "at": 3 }` kills at the third change, in the middle of it where it writes bytes; `{ "operation": "writeSync", "code": "ENOSPC" }`
 * fails with that code from the first (or `at`) on, `times` times; `free` is how many bytes the disk says it has left; `{ "report": true }` tells the number of changes on stderr at the end; `slow` milliseconds pass before each.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const fault = JSON.parse(process.env.VISUALS_TEST_FAULT ?? '{}');
const root = process.cwd();
const open = new Map();
let changes = 0;
let failures = 0;
/** Captured before anything is replaced. */
const real = { ...fs };

for (const name of ['openSync', 'writeSync', 'writeFileSync', 'appendFileSync', 'renameSync', 'linkSync', 'rmSync', 'rmdirSync', 'mkdirSync']) {
  fs[name] = (...words) => {
    if (!isChange(name, words)) return run(name, words);
    if (concerns(name, words)) changes += 1;
    if (fault.code === undefined && fault.at === changes) breakOff(name, words);
    if (fault.code !== undefined && concerns(name, words) && (failures += 1) >= (fault.at ?? 1) && failures < (fault.at ?? 1) + (fault.times ?? Infinity))
      fail(name);
    if (fault.slow !== undefined && concerns(name, words)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, fault.slow);
    return run(name, words);
  };
}
if (fault.free !== undefined) fs.statfsSync = () => ({ bavail: fault.free, bsize: 1, blocks: 1e9, files: 1e6, ffree: 1e6 });
// Flushing is no change of its own: it is looked at only by who asks for it.
if (fault.operation === 'fsyncSync')
  fs.fsyncSync = (file) => (concerns('fsyncSync', [file]) && (failures += 1) >= (fault.at ?? 1) ? fail('fsyncSync') : real.fsyncSync(file));
syncBuiltinESMExports();
if (fault.report) process.on('exit', () => real.writeSync(2, `changes ${changes}\n`));

function isChange(name, [target, second]) {
  if (name === 'writeSync') return open.has(target);
  if (name === 'openSync' && !/[wa+]/.test(String(second))) return false;
  return String(target).startsWith(root);
}

function run(name, words) {
  const result = real[name](...words);
  // A number is given again once its file is closed: what it was before means nothing.
  if (name === 'openSync') open.delete(result);
  if (name === 'openSync' && isChange(name, words)) open.set(result, String(words[0]));
  return result;
}

function concerns(name, [target, second]) {
  const path = name === 'writeSync' || name === 'fsyncSync' ? (open.get(target) ?? '') : name === 'renameSync' ? String(second) : String(target);
  return (fault.operation === undefined || fault.operation === name) && path.includes(fault.path ?? '');
}

/** Half of the bytes, then the end. */
function breakOff(name, [target, data, ...rest]) {
  if (name === 'writeSync') real.writeSync(target, data, 0, Math.floor(data.length / 2));
  if (name === 'writeFileSync' || name === 'appendFileSync') real[name](target, data.slice(0, Math.floor(data.length / 2)), ...rest);
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function fail(name) {
  throw Object.assign(new Error(`${fault.code}: planted`), { code: fault.code, syscall: name });
}
