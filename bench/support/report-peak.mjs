/**
 * Loaded before a program (`node --import`): writes the most memory that its process ever held, in bytes, to the file that `BENCH_PEAK_FILE` names. The usual
 * `maxRSS` would count the memory of whoever started the process.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.BENCH_PEAK_FILE;
if (isMainThread && file !== undefined) process.on('exit', () => writeFileSync(file, String(readPeak())));

function readPeak() {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
