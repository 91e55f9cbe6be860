/**
 * Loaded into a command with `--import`: when planning begins, as `--json` tells it, the process sends itself SIGINT, as a terminal would, and from then on each digest takes VISUALS_TEST_SLOW
 * milliseconds. How many digests came after the signal is told on stderr at the end: that is how much planning went by before it was heard, whatever else the machine does.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const milliseconds = Number(process.env.VISUALS_TEST_SLOW);
const { createHash } = crypto;
const write = process.stdout.write.bind(process.stdout);
let digests = -1;

process.stdout.write = (text, ...rest) => {
  if (digests < 0 && String(text).includes('"phase":"plan"')) {
    digests = 0;
    process.kill(process.pid, 'SIGINT');
  }
  return write(text, ...rest);
};
crypto.createHash = (...words) => {
  if (digests >= 0) {
    digests += 1;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  }
  return createHash(...words);
};
syncBuiltinESMExports();
process.on('exit', () => process.stderr.write(`digests after the signal: ${digests}\n`));
